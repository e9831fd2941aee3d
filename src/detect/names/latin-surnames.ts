/** Surnames of the world in Latin letters, without diacritics: as `latin-given-names.ts`. Words of English were left out. */
export const WORLD_SURNAMES: readonly string[] = [
  // Africa
  `Abubakar Achebe Adedeji Adesanya Adeyemi Adeyinka Adichie Adjei Agbaje Agyeman Akande Akinola Akinwande Akpan Akufo
 Aluko Amadi Amankwah Amoah Ankrah Anyanwu Arthur-Mensah Ayodele Azikiwe Babangida Bamgbose Bankole Chukwu Chukwuma
 Dankwa Danquah Effiong Egwu Ejiofor Emenike Enahoro Essien Ezeudu Eze Fashola Haruna Ibekwe Idowu Igwe Iheanacho Iwu
 Iweala Jideofor Kalu Kanu Kenyatta Kipkemboi Koffi Konadu Kone Koroma Kouassi Kufuor Kuti Madueke Mandela Mbeki
 Mohale Mokoena Mugabe Museveni Mutombo Muthoni Mwangi Mwanza Naidoo Njoroge Nnamdi Nwankwo Nwosu Nyambura
 Nyerere Nzeogwu Obaseki Ochieng Odinga Odusanya Ogbonna Ogunbanjo Ogundipe Ogunleye Ojukwu Okafor Okeke Okocha
 Okolie Okonjo Okorie Okoro Okoye Okpara Okwuosa Oladipo Olatunji Oluwole Omondi Onyango Onuoha Onwudiwe Osinbajo
 Otieno Oyedepo Oyelowo Oyewole Sankara Sesay Sissoko Sowande Tambo Tetteh Tinubu Touray Uche Udoh Ugochukwu
 Umeh Uzor Sangare Conteh Bangura Jalloh Ceesay Jammeh Tesfaye Gebremariam Gebreselassie Bekele Tadesse Alemu Abera
 Kebede Negash Asfaw Mulugeta Berhe Hagos Kariuki Kamau Kimani Kiprotich Kipchoge Maathai Macharia Mutua Odhiambo
 Owino Wanjiru Wekesa Njuguna Gichuru Mugo Nakamya Ssemakula Mukasa Musoke Mbabazi Kagame Habyarimana Nshimiyimana
 Chikwanda Chiluba Mutasa Chidzero Moyo Nyathi Mpofu Sibanda Chirwa Phiri Mwale Tembo Hadebe Mabuza Madonsela Majola
 Mashaba Masango Mbele Mnguni Mokgethi Motsepe Msimang Mvelase Mzimela Nene Nkabinde Nyembe Phakathi Moodley Sisulu
 Shabangu Thwala`,
  // South Asia
  `Aggarwal Agnihotri Alagappan Ambani Anand Anantharaman Arunachalam Asthana Awasthi Bachchan Badami Bagchi Bajaj Bakshi
 Balakrishnan Balasubramaniam Banerji Basak Basu Batra Bedi Bhagat Bhargava Bhasin Bhatia Bhatnagar Bhatt
 Bhattacharyya Bhowmick Bhushan Birla Biswas Borkar Bose Chakrabarti Chakraborty Chakravarthy Chadha Chandrasekar
 Chandrasekaran Chatterjee Chaudhary Chaudhry Chaudhuri Chauhan Chawla Chhabra Chidambaram Choudhary Choudhury
 Chowdhury Dalal Dalvi Damle Dandekar Dasgupta Datta Deol Deshmukh Dewan Dhaliwal Dhar Dhillon Dhingra Dikshit
 Divakaran Dixit Doshi Dubey Dutt Gadgil Gaikwad Ganguly Garg Gavaskar Ghoshal Godbole Gokhale Goswami Gopalakrishnan
 Gopalan Govindarajan Goyal Gulati Hegde Hiremath Jadeja Jadhav Jagannathan Jaitley Jayaraman Jayasinghe Jayasuriya
 Jayawardene Jhaveri Jindal Kadam Kamath Kamble Kannan Kapadia Kapur Karnik Kashyap Kataria Keshavan Khandelwal
 Khosla Khurana Kohli Krishnamurthy Krishnan Krishnaswamy Kulkarni Kumaran Kumaraswamy Lakhani Lakshmanan Lal Limaye
 Madhavan Mahadevan Mahalingam Maheshwari Maitra Malhotra Mandal Mangeshkar Manickam Mathur Meenakshisundaram Mehta
 Misra Mistry Mittal Modi Mohanty Mondal Mudaliar Mukherjee Muralidharan Murthy Murugan Nadar Nagarajan Naidu Nambiar
 Namboodiri Narasimhan Narayanan Narayanaswamy Natarajan Nath Nayak Oberoi Padmanabhan Pandit Panigrahi Parekh Parikh
 Parmar Parthasarathy Pathak Patnaik Pawar Perera Poddar Ponnusamy Prabhakar Prabhu Puri Purohit Radhakrishnan
 Raghavan Raghunathan Raina Rajagopal Rajagopalan Rajan Rajaratnam Rajasekaran Rajput Ramachandran Ramakrishnan
 Ramamurthy Raman Ramanathan Ramasamy Ramaswamy Ranade Ranasinghe Rangarajan Rangaswamy Ranganathan Rastogi Rathod
 Rathore Ravichandran Rawat Roychowdhury Sadasivan Saha Sahni Sahoo Sampath Sandhu Sanghvi Sankaran Sankaranarayanan
 Sarkar Sastry Sathyanarayanan Savarkar Sawant Saxena Sehgal Selvaraj Sengupta Sethuraman Shastri Shekhawat Shenoy
 Sheth Shetty Shinde Shirodkar Shrivastava Sidhu Sisodia Sivakumar Sivaraman Sodhi Solanki Somasundaram Soni
 Srinivasan Srivastava Subbarao Subramanian Subramaniam Sundaram Sundararajan Suri Swaminathan Tendulkar Thackeray
 Thakkar Thakur Thapar Thirumalai Tiwari Tomar Tyagi Upadhyay Vaidya Vajpayee Varadarajan Varghese Vasudevan
 Venkataraman Venkatesan Venkateswaran Verghese Vijayakumar Vijayaraghavan Viswanathan Vyas Wadhwa Wadia Wagle Walia
 Wickramasinghe Yadav Zaveri Abbasi Ansari Bhutto Chishti Durrani Farooqui Gilani Hashmi Jafri Kazmi Khattak Khokhar
 Mughal Naqvi Niazi Qureshi Quraishi Rizvi Shaikh Siddiqui Siddiqi Warsi Zaidi Zuberi Akhtar Chaudhri Hossain Islam
 Miah Rahman Sikder Talukder Ahmadzai Amarkhil Barakzai Hotak Karzai Noorzai Stanekzai Yusufzai Zadran`,
  // East and South-East Asia
  `Aguinaldo Bacani Bautista Cayabyab Dalisay Dimaculangan Dimagiba Lacson Macapagal Macaraeg Magsaysay Manalo Mangubat
 Marcos Pacquiao Pangilinan Panganiban Quiambao Salonga Sumulong Tolentino Baek Chae Cheong Gwak Hwang Jeon Jeong
 Jeung Kwak Kwon Ryu Seo Yoon Aoki Arai Endo Fujii Fujimoto Fujita Fujiwara Fukuda Goto Hamada Hara Harada
 Hasegawa Hashimoto Hayashi Higuchi Hirano Hirata Hosokawa Ichikawa Igarashi Iida Ikeda Imai Inoue Ishida
 Ishihara Ishii Ishikawa Ito Iwasaki Iwata Kamiya Kaneko Kato Kawaguchi Kawamura Kikuchi Kimura Kinoshita
 Kobayashi Koga Koizumi Kojima Kondo Kubo Kuroda Maeda Maruyama Masuda Matsuda Matsui Matsumoto Matsumura Mihara
 Minami Miura Miyazaki Miyazawa Mizuno Morita Murakami Murata Nagai Nagata Nakagawa Nakajima Nakamura Nakano
 Nakashima Nakata Nakayama Nishida Nishimura Noguchi Nomura Ogawa Ogata Okada Okamoto Okazaki Okubo Onishi Ono Ota
 Otsuka Oyama Ozawa Saito Sakai Sakamoto Sakurai Sano Sasaki Sato Shibata Shimizu Shimada Shinoda Tachibana
 Takada Takagi Takahashi Takeda Takeuchi Tamura Tanaka Taniguchi Terada Toyoda Tsuchiya Uchida Ueda Ueno Wada
 Watanabe Yamada Yamaguchi Yamamoto Yamashita Yamauchi Yamazaki Yano Yokoyama Yoshida Yoshikawa Yoshimura
 Sengsavang Vongsa Souvannavong Chanthavong Inthavong Keomany Huynh Luong Thongchai Chaiyasit Charoen Saetang Srisai
 Suwannarat Wongsakul Widjaja Hartono Simatupang Nasution Suryadi Tanoto Zhuang Xiao Xiong Xue Cao Chiang Chou Chua
 Deng Duan Feng Gao Geng Guan Guo Hou Hsieh Hsu Jiang Jin Kuo Liao Luo Meng Ong Ouyang Peng Qian Qin Qiu Quan Shao
 Shen Siew Tay Teo Tian Tsai Tseng Wei Weng Xia Yeo Yeoh Yun Zeng Zhan Zhong Zou Batbold Ganbold Enkhbayar
 Dorjsuren Tsogt Gantumur`,
  // Arabic, Persian, Turkish
  `Abadi Abboud Abdallah Abdelaziz Abdel-Rahman Abdullahi Aboud Ajami Akkad Alami Ali-Hassan Amari Amini Amiri Asadi
 Ashrafi Assad Atassi Ayoub Azimi Azizi Bakir Barakat Bazzi Ben-Ali Benali Bencherif Benjelloun Benmoussa Bishara
 Bouazizi Bouhired Boumediene Bourguiba Chehab Darwish Daher Dabbagh Dajani Ebrahimi Eftekhari Elsayed Esfahani Fahmy
 Farahani Farouk Fayyad Ghanem Ghasemi Ghorbani Haddad Hadid Hakimi Halabi Hamdan Hamidi Hamoud Hariri Hashemi Hatami
 Hawass Heidari Homsi Hosseini Husseini Ibrahimi Idrissi Issa Jaber Jafari Jalali Jamali Kabbani Kaddouri Kamali
 Karami Karimi Kazemi Khalidi Khalifa Khalil Khatib Khoury Lahoud Maalouf Mahdavi Maleki Mansouri Masri Mohammadi
 Mokhtari Moradi Mousavi Naccache Naderi Najjar Nasrallah Nazari Noori Pahlavi Qabbani Qasemi Rahimi Rahmani Rashidi
 Rezaei Rostami Sabbagh Sadeghi Saidi Saleh Salehi Salameh Samadi Sayegh Sharifi Shirazi Soltani Soleimani Tabatabaei
 Taheri Tehrani Tlass Yazdani Zaki Zand Zarei Zogby Atalay Avci Aydin Balci Bayrak Ceylan Cinar Coban Coskun Demirci
 Demirtas Dikmen Dogru Duman Eker Ekinci Erdem Eren Erkan Ersoy Ertas Gultekin Gumus Gunduz Guven Kahraman Kalkan
 Karaca Karadag Karahan Karakaya Karakoc Karakus Karatas Kilic Kocak Kutlu Oguz Ozkaya Parlak Peker Saglam Soylu
 Toprak Tuncer Turgut Ucar Unlu Uslu Uysal Yazici Yener Yilmaz Yildirim Yildiz Yucel Zengin`,
  // Ireland, Scotland, Wales, England
  `Ahearne Aherne Brannigan Breathnach Brosnan Cahill Callaghan Carmody Clancy Coady Coghlan Colgan Comerford Concannon
 Conneely Corcoran Corrigan Costello Coughlan Coyle Crean Crowley Cullinane Cusack Daly Deasy Delahunty Dempsey
 Devereux Devlin Dineen Donnellan Donoghue Doolan Dowling Driscoll Duggan Dunleavy Durkan Egan Fallon Fahy Farrelly
 Finnerty Finucane Fitzgibbon Fitzmaurice Fitzpatrick Fitzsimons Flaherty Flanagan Flannery Fogarty Gaffney
 Gallagher Galvin Garrity Garvey Geraghty Gilhooly Gilmartin Gleeson Gogarty Gormley Greaney Hanrahan Hanlon Harkin
 Hartigan Healy Hegarty Hennessy Heneghan Horgan Houlihan Hurley Hynes Kavanagh Keane Kearney Keating Keaveney Keegan
 Kehoe Kelleher Kenneally Kennelly Keogh Kerrigan Kiely Kilbride Kilcoyne Killeen Kinsella Kirwan Lally Lavelle
 Lawlor Leahy Leary Lehane Lenihan Lonergan Looney Loughlin Loughnane Lynagh Lyne Lynskey Madigan Maguire Maher Mahon
 Mahony Meagher Meehan Moloney Molloy Moriarty Morrissey Moynihan Mulcahy Mulholland Mullarkey Mulqueen Mulrooney
 Mulvaney Mulvihill Murnaghan Murtagh Nagle Naughton Noonan Nugent Prendergast Purcell Quigg Quinlan Rafferty Redmond
 Regan Reidy Ronayne Rooney Rourke Ruane Scanlon Scully Shaughnessy Sheedy Sheehan Sheehy Sheridan Shevlin Slattery
 Spillane Staunton Sugrue Tierney Timoney Tobin Toolan Toomey Treacy Tuohy Twomey Tynan Abercrombie Abernethy Agnew
 Anstruther Arbuthnot Auchterlonie Baird Balfour Ballantyne Bannerman Bethune Brodie Buchanan Buchan Calder
 Carmichael Carnegie Carruthers Cathcart Chisholm Cochrane Colquhoun Cockburn Crichton Dalgleish Dalrymple Dalziel
 Drummond Dunbar Dunlop Elphinstone Farquhar Farquharson Forsyth Galbraith Galloway Geddes Gilchrist Gillespie
 Guthrie Haldane Hepburn Imrie Jardine Kerr Kinnaird Kinnear Kirkpatrick Laidlaw Lamont Lauder Learmonth Leckie
 Leslie Lindsay Lockhart Lumsden Maitland Malcolm Menzies Moffat Moncrieff Muir Munro Napier Nairn Ogilvie Pettigrew
 Ramsay Rankin Renwick Sempill Skene Strachan Stirling Struthers Telfer Tulloch Urquhart Wardlaw Wemyss Wishart
 Ap-Rhys Bevan Beynon Cadwallader Craddock Eynon Gethin Gittins Gwilliam Gwynne Hopkin Jenkin Kyffin Llewellyn
 Llewelyn Maddocks Meredith Meyrick Mostyn Penry Preece Pritchard Probert Prosser Prothero Protheroe Prydderch Pugh
 Rhydderch Trahern Treharne Wogan Yorath Ainsworth Akehurst Allardyce Applegarth Arkwright Armitage
 Ashdown Ashworth Attenborough Aylward Babington Bagshaw Bainbridge Baldock Bamford Barraclough Barrowclough
 Beauchamp Beaumont Beckwith Bickerstaff Biddulph Birtwistle Blackwood Blenkinsop Blenkinsopp Blenkiron Boothroyd
 Bosworth Bracegirdle Bradshaw Braithwaite Brathwaite Bramwell Brocklebank Brocklehurst Broadbent Butterworth
 Calthorpe Cavendish Cholmondeley Clitheroe Clutterbuck Cobbold Colclough Cotterill Crabtree Crossley Crowther
 Culpepper Cuthbertson Dalby Dankworth Dewhurst Dinsdale Duckworth Earnshaw Eastwood Eccleston Entwistle Fairbairn
 Fairclough Fairfax Fanshawe Farnsworth Featherstone Featherstonehaugh Fenwick Fothergill Garside Gascoigne
 Gathercole Goodfellow Grimshaw Habgood Hainsworth Halliwell Hardcastle Hargreaves Harkness Hathersage Haworth
 Hebblethwaite Heptonstall Hetherington Hinchcliffe Hinchliffe Holroyd Horsfall Huddlestone Illingworth Ingham Inskip
 Isherwood Jowett Kershaw Killick Kilpatrick Lightfoot Littlewood Longbottom Lovelace Lowther Lumley Marchbanks
 Micklethwait Micklethwaite Mortlock Murgatroyd Nesbitt Ollerenshaw Oldroyd Osbaldeston Ormerod Oxenham Pankhurst
 Pemberton Penhaligon Penrose Pettifer Pilkington Pinkerton Polkinghorne Ponsonby Postlethwaite Poynter Ramsbottom
 Ravenscroft Rawlinson Redfern Rigby Rishworth Rowbotham Rowbottom Satterthwaite Scattergood Shackleton Shufflebottom
 Sidebottom Skelton Slingsby Smethurst Snodgrass Sotheby Southgate Stansfield Sugden Sutcliffe Swinburne
 Tattersall Tattersfield Thackray Thistlethwaite Thorneycroft Thornhill Thorogood Throckmorton Tilley
 Tinkler Trelawney Tregenza Trembath Tremayne Trevithick Trewin Twistleton Uttley Varley Wadsworth Walmsley Warburton
 Whitehouse Whitlock Whittaker Whittingham Widdowson Widdrington Wigglesworth Winstanley Winterbottom Wolstenholme
 Woodhouse Wrigglesworth Wycliffe Yarborough`,
  // The rest of Europe and the Americas
  `Aaldenberg Boogaard Hoekstra Jaarsma Kuipers Schouten Terpstra Wiersma Aalto Hakkinen Hietala Haugland Kvam Myhre Oien
 Ostlund Sandvik Skaar Sundqvist Tveit Kjaer Norgaard Overgaard Backstrom Nordqvist Rosenqvist Eichhorn Engelhardt
 Feuerstein Kirchner Kretschmer Lindemann Oberholzer Schubert Schultheiss Steinbach Thalmann Voss Wagenknecht
 Weidmann Zeller Beaulieu Beauregard Bellerose Bouchard Boudreaux Breaux Castonguay Charbonneau Comeaux Courtemanche
 Delacroix Desjardins Desrosiers Duchesne Fontenot Guidry Hebert Lachance Laflamme Lafontaine Landry Lavoie Lemieux
 Levesque Ouellette Pelletier Robichaux Thibodeaux Thibault Trudeau Vaillancourt Villeneuve Alencar Barroso Bastos
 Bittencourt Camargo Castilho Cavalcante Cordeiro Coutinho Ferraz Guimaraes Menezes Rezende Sampaio Silveira Siqueira
 Vasconcelos Veloso Viana Apaza Bocanegra Buenrostro Caceres Cienfuegos Condori Cuevas Echeverria Huaman Jauregui
 Lizarraga Mamani Mancilla Montenegro Obregon Penaloza Plascencia Quispe Quiroga Rubalcaba Santoyo Sifuentes Tinoco
 Ugarte Velarde Zamorano Borghese D'Antonio DeLuca DeRosa Di-Stefano DiMaggio DiNapoli Alexiou Anagnostou
 Angelopoulos Antonopoulos Apostolou Chatzis Christodoulou Constantinou Dimitriadis Economou Eleftheriou Florakis
 Georgiadis Georgiou Ioannidis Ioannou Kalogeropoulos Karagiannis Karamanlis Katsaros Kazantzakis Konstantinidis
 Kostopoulos Kyriakou Lambrakis Manolis Markou Michaelides Mitsotakis Nikolaidis Oikonomou Panagiotou Papadakis
 Papadimitriou Papadopoulos Papaioannou Papandreou Papanikolaou Pappas Petrakis Samaras Savvidis Spanos Stavridis
 Stephanopoulos Theodorakis Theodorou Tsipras Tsitsipas Varoufakis Vassiliou Xenakis Zervas Bartok Madarasz Antonescu
 Bogdanovic Ivanovic Jankovic Knezevic Kovacevic Nikolic Novakovic Petrovic Popovic Radic Stankovic Stojanovic Tomic
 Vidovic Vukovic Zivkovic Zupan Bilic Modric Djokovic Hodzic Begovic Hadzic Mujic Dushku Hoxha Gashi Krasniqi Berisha
 Shehu Hysa Prifti Rexhepi Shala Thaci Zogu Boyko Kovalchuk Kravchuk Melnyk Oliinyk Polishchuk Shevchuk Tkachuk
 Zelenskyy Bagdasarian Khachaturian Jankauskas Kazlauskas Petrauskas Stankevicius Balciunas Butkus Kask Saar Tamm
 Rebane Sepp Azoulay Ben-David Ben-Ami Benyamin Biton Dayan Elbaz Feldman Friedman Goldberg Goldstein Greenberg
 Grinberg Katz Levin Malka Mizrahi Mizrachi Ohana Peretz Rabinowitz Rosenberg Rubinstein Schneerson Shapira Shapiro
 Sharabi Weinberg Weinstein Yitzhaki Zuckerman Tuilagi Faleolo Fonoti Tuivasa Taufa Vunipola Parata Ngata Te-Kanawa
 Kahurangi Waititi Kamakawiwoole Kealoha Begay Yazzie Tsosie Benally Nez Tso`,
  // those that a dictionary of English takes for words by mistake
  `Adeniyi Quaye Tutu Toure Dube Grewal Vohra Hatzidakis Elmasry Fayed Kassab Wolde Haile Miyamoto Kudo Chao Xie Begum
 Popal Dunne Mannion Quirke Gillies Begg Laine Kaltenbach Marques Martins Nunes Pavic Illes Inan Gunes`,
]
  .join(' ')
  .split(/\s+/)
