/**
 * Given names of the world as English text spells them, without diacritics, by family. Written for perde from common
 * knowledge of what is ordinary in each language; no record of anybody, no list of others. Names that other tables have
 * were left out.
 */
export const WORLD_GIVEN: readonly string[] = [
  // Irish, Scottish, Welsh, Cornish, Breton
  `Aodhan Aoibhinn Ailbhe Ailish Bairbre Blathnaid Breda Caoilfhionn Caolan Conall Daithi Domhnall Donnacha Eamonn Eithne
 Enda Fearghal Fiachra Fionnuala Fintan Garvan Iarlaith Laoise Malachy Muireann Nuala Odhran Odran Padraic Proinsias
 Seanan Sorcha Treasa Turlough Concepta Assumpta Attracta Goretti Dervla Dearbhla Grania Aileas Alasdair Aonghas
 Coinneach Donnchadh Dougal Dougie Dugald Fearchar Gillespie Greig Ishbel Iseabail Jamesina Kenina Kirsteen Mairi
 Marsaili Mhairi Morag Morven Murdo Murdina Niven Ranald Ruaridh Ruairidh Seonaid Senga Sholto Sorley Torquil Tavish
 Aneirin Aneurin Angharad Anwen Arwel Blodwen Branwen Brynmor Cadfael Cadi Carwyn Ceinwen Ceridwen Dafydd
 Deiniol Delyth Dyfan Dyfed Efa Eifion Eilir Eira Eirian Eirlys Eirwen Eleri Elis Emrys Emyr Enfys Fflur Garmon
 Gerallt Gethin Glyn Gruffydd Guto Gwenda Gwendolen Gwenllian Gwenno Gwilym Gwyn Gwynfor Haf Hefin Heledd Iestyn Ifan
 Ifor Illtyd Iolo Iorwerth Llew Llinos Lleucu Lowri Luned Mabli Macsen Madoc Mair Maredudd Meinir Meirion Menna
 Mererid Meurig Mihangel Morfydd Morwenna Myrddin Nerys Nesta Olwen Osian Peredur Rhianedd Rhodri Rhonwen Siencyn
 Sioned Sion Steffan Talfryn Taliesin Tegid Tegwen Tesni Tomos Trefor Tudur Watcyn Wyn Ynyr Demelza Denzil Kerensa
 Kerra Loveday Lowena Merryn Piran Gwenael Gwendal Nolwenn Rozenn Soazig Youenn`,
  // English: old-fashioned, double-barrelled worlds, recent
  `Absalom Aldous Alethea Algernon Amias Araminta Benedicta Caradoc Claribel Claudius Clem Clotilda Crispin
 Delphina Drusilla Ebenezer Erasmus Esmond Ethelbert Ethelred Euphemia Evadne Evander Fenella Gawain Gervase
 Hannelore Hedley Hephzibah Hermia Hezekiah Honora Ichabod Iphigenia Jabez Jessamine Jocasta Jolyon Jotham Kenelm
 Leocadia Lettice Lucasta Marmaduke Mungo Ninian Octavius Osbert Osmond Ottoline Parthenia Permelia Perpetua Phyllida
 Ptolemy Rafe Rollo Rosamund Selwyn Septimus Seraphina Seymour Sophronia Thaddea Thurston Timothea Tristram Troilus
 Walburga Willoughby Zebedee Zillah Zipporah Anaya Dakota Harlow Huxley Ivy-Mae Journee Keshia Khloe Lakeisha Lakisha
 Latasha Latisha Marquita Nyomi Shaniqua Sharmaine Tameka Artie Dafna Dorrie Jakey Jas Jem Jez Johnno Jools Kath Kev
 Lil Marj Nobby Ossie Paulie Roz Sandie Shaz Tibby Tommo Viv Wilf
 Bazza Baz Bezza Bozza Caz Cazza Chezza Damo Davo Daz Dazza Deano Debs Babs Gazza Gibbo Hazza Jezza Johno
 Jonno Kezza Kez Lozza Macca Mez Nadz Nez Ozzie Robbo Shazza Simmo Stevo Tezza Thommo Tobes Trev Wazza Wozza Jacko
 Jimbo Bernie Cec Dex Dez Izzy Lozz Mads Mags Megs Nicko Pip Raff Shan Steph`,
  // West Africa: Yoruba, Igbo, Hausa, Edo; Akan, Ewe, Ga; Wolof, Mande, Fula; Krio
  `Abdulrasheed Abidemi Adaeze Adamma Adanna Adaobi Adebanke Adebayo Adebisi Adefemi Adejoke Adekemi Aderonke Adesola
 Adesuwa Adetokunbo Adetola Adewale Adeyinka Afolabi Akinola Akintunde Akinyemi Amaka Amarachi Anayo Ayo Ayobami
 Ayoola Ayotunde Babajide Babatunde Bamidele Bayo Biodun Bisi Bolaji Bolanle Bukky Busola Chibueze Chibuike Chibuzo
 Chidera Chidi Chidiebere Chidimma Chidinma Chidozie Chidubem Chiagozie Chiedozie Chiemeka Chigozie Chijioke Chika
 Chike Chima Chinaza Chinelo Chinenye Chinonso Chinua Chinwe Chinweike Chioma Chuka Chukwudi Chukwuebuka Chukwuemeka
 Chukwuka Chukwuma Chukwunonso Dapo Dayo Deji Ebele Ebere Ebube Ebuka Ebun Efosa Egbe Ehi Ejike Ekaette Ekene Ekon
 Elochukwu Emenike Enitan Eseosa Esosa Eze Ezinne Ezinwa Fadeke Femi Folake Folasade Folarin Foluke Funmi Funmilola
 Gbenga Godswill Goodluck Ifeanyi Ifechukwu Ifeyinwa Ihuoma Ijeoma Ikechukwu Ikemefuna Ikenne Isoken Iyabo Izu Jide
 Jideofor Kaima Kamsi Kanayo Kelechi Kelechukwu Kenechukwu Kosi Kunle Lanre Lekan Mayowa Ndidi Ndubuisi Ngozi Nkechi
 Nkechinyere Nkem Nkemdilim Nkiru Nkiruka Nneka Nnenna Nnedi Nonso Nwabueze Nwamaka Obafemi Obiageli Obinna Obiora
 Ogechi Ogechukwu Oghenekaro Olabisi Oladele Oladapo Oladipo Olajide Olatunde Olatunji Olayemi Olu Olubunmi Olufemi
 Olukayode Olusegun Olusoji Oluwadamilola Oluwatobi Oluwatoyin Omotunde Onyeka Onyekachi Onyinye Onyinyechi Osagie
 Osaretin Osas Oseloka Osita Otobong Oyin Oyinkansola Segun Seun Seyi Sikiru Sola Somto Somtochukwu Sunkanmi Tayo
 Temi Temitayo Titilola Tobi Tobechukwu Tochi Tochukwu Tola Tolu Tosin Toyin Tunji Uche Uchechi Uchenna Udoka Ugochi
 Ugochukwu Ugonna Uju Ukamaka Uloma Uzo Uzoma Uzochukwu Wole Yemi Yemisi Yinka Zikora Abubakar Adamu Aliyu Asabe
 Auwal Balaraba Bello Dauda Fatsuma Garba Hadiza Hajara Hauwa Inuwa Isah Kabir Kabiru Kande Ladidi Lami Laraba Mairo
 Murtala Nasiru Rabiu Rakiya Ramatu Sadiq Saidu Salamatu Sani Saratu Shehu Sulaiman Talatu Zuwaira Abla Adjei Adjoa
 Afriyie Agyeman Amma Ampofo Araba Aseye Asantewaa Atsu Awurama Boakye Dzifa Edem Efua Ebo Ekua Elikem Elinam Enyonam
 Esinam Kafui Kobby Kobina Kodjo Kokui Korkor Maame Makafui Mawuli Naa Nii Nyarko Oforiwaa Osei Paa Sedem Sefakor
 Selasi Selorm Senyo Serwaa Yao Yayra Assane Cheikhna Kadi Lamin Momodou Ndeye Ngone Ousman Foday Isatu Kadijatu
 Mohamedou Sahr Tamba Tejan Kumba Zoumana`,
  // East, Central and South Africa
  `Achieng Adhiambo Akello Akinyi Akoth Apiyo Atieno Auma Awino Awuor Anyango Kamau Kariuki Karanja Kibet Kimani Kimutai
 Kiprono Kiprop Kiprotich Kipchoge Kipkemboi Chebet Chepkoech Chepngetich Cherono Cheruiyot Jelagat Jepchirchir
 Jepkosgei Jerono Gathoni Gachanja Gitau Githinji Kagendo Kanini Kathure Kemunto Kerubo Kwamboka Macharia Makena
 Mbugua Moraa Muthoni Muthui Mutua Mueni Mumbua Mukami Mumbi Mwangi Mwende Mwikali Mwongeli Nafula Nanjala Nasimiyu
 Nekesa Ndinda Nduta Ngugi Ngina Njambi Njeri Njoki Njoroge Njuguna Nyaboke Nyambura Nyawira Nyokabi Nyong'o Ochieng
 Odhiambo Okello Okoth Omondi Onyango Opiyo Otieno Ouma Owino Wafula Waithera Wairimu Wambui Wamaitha Wambua Wangari
 Wangui Wanjiku Wanjiru Wangeci Wanyonyi Wawira Waweru Wekesa Baraka Bahati Chausiku Fatuma Furaha Habibu Hamisi
 Imara Jengo Juma Khamis Kito Kiza Mwajuma Mwanaisha Mosi Neema Nuru Pendo Rashidi Rehema Sauda Shabani Subira Tatu
 Tumaini Upendo Zawadi Zubeda Zuberi Zuhura Babirye Byaruhanga Kirabo Mirembe Mukasa Musoke Nakato Nakimuli Nakku
 Nalubega Namukasa Namutebi Nantongo Nambi Okot Sanyu Ssali Wasswa Tendo Ainembabazi Akankwasa Atuhaire Byamukama
 Kyomuhendo Natukunda Tumusiime Ishimwe Iradukunda Gasana Habimana Ingabire Kayitesi Keza Mugisha Mukamana Mutesi
 Mutoni Ndayishimiye Niyonkuru Niyonzima Nshimiyimana Nsengiyumva Uwase Uwimana Umutoni Umuhoza Uwineza Abebe Abeba
 Abiy Abreham Adanech Addisu Alemayehu Alemitu Alemu Amanuel Amare Ayalew Ayantu Bekele Berhane Berhanu Betelhem
 Biniam Biruk Chaltu Dawit Dejene Demeke Derartu Desta Elsabet Emebet Eyerusalem Ermias Fasil Feleke Feven Fikadu
 Fikre Filmon Freweini Gebre Genet Getachew Getahun Girma Hailemariam Hailu Hiwot Kaleab Kebede Kidane Konjit Lemlem
 Letay Luam Lulit Mahlet Makeda Mebrahtu Mekdes Mekonnen Melaku Melat Menelik Meron Mesfin Mihret Mulu Mulugeta
 Natnael Nahom Negash Robel Samrawit Selam Selamawit Senait Seble Semhar Shewit Tadesse Tamrat Tekle Tesfaye Tewodros
 Tigist Tilahun Tirunesh Tsegaye Tsehay Winta Worku Workneh Yared Yemane Yeshi Yodit Yohannes Yonas Zenebech Zerihun
 Zewdu Abdifatah Abdihakim Abdikarim Abdinasir Abdirizak Abdullahi Abshir Anab Bashir Canab Caasha Cabdi Deeqa Deqa
 Dahir Ebyan Faduma Fadumo Fardowsa Fartun Filsan Guled Hibo Hibaaq Hodan Hodo Hoodo Ifrah Ikran Jama Khadra Ladan
 Liban Luul Mahad Maxamed Mohamud Muna Nasra Nimco Samatar Shukri Sucaad Ubah Warsame Warda Yusra Andile Asanda
 Asemahle Ayabonga Ayakha Bandile Bheki Bhekisisa Bonga Bongani Bongiwe Bongumusa Dineo Fezile Fikile Gugu Gugulethu
 Jabu Jabulani Kabelo Karabo Katlego Keabetswe Kgomotso Kgosi Khanyi Khaya Khumbulani Khwezi Lebo Lebogang
 Lehlohonolo Lesedi Letlhogonolo Lindani Lindiwe Lizwe Londiwe Lulama Lunga Lungile Luyanda Luthando Lwazi Lwandile
 Makhosazana Makhosi Malusi Mbali Mbongeni Mduduzi Mfundo Minenhle Mlungisi Mncedisi Mzwandile Naledi Ncumisa
 Nhlanhla Njabulo Nkosazana Nkosana Nkosinathi Nobuhle Nokwanda Nomalanga Nomandla Nombulelo Nomfundo Nompumelelo
 Nomsa Nomthandazo Nomzamo Nondumiso Nontobeko Nosipho Noxolo Ntando Ntandoyenkosi Ntombi Ntsiki Olwethu Onthatile
 Oratile Palesa Phindile Phiwe Phumla Phumlani Phumzile Pontsho Puleng Qhawe Refilwe Relebohile Reneilwe Sandile
 Senzo Sello Sihle Simphiwe Sinethemba Siphosethu Siyabonga Sizwe Sphamandla Sthembile Sthembiso Tebogo Tebello
 Thabang Thabiso Thabo Thandeka Thandi Thandile Thandiswa Thandiwe Thato Thembeka Thembi Thembinkosi Thokozani
 Thokozile Thuli Tiisetso Tlotlo Tsepo Tshepo Tshepiso Tumelo Tumi Unathi Vuyisile Vuyiswa Vuyo Vusi Xola Xolani
 Xoliswa Zakhele Zandile Zenzile Zibuyile Zinhle Zodwa Zoleka Zukiswa Zweli Anesu Chengetai Chiedza Chipo Farai
 Fungai Garikai Itai Kudakwashe Kudzai Kuda Munashe Munyaradzi Nyasha Nyarai Panashe Paidamoyo Rudo Rufaro Ropafadzo
 Rumbidzai Rutendo Ruvimbo Simbarashe Tafadzwa Takudzwa Tapiwa Tariro Tatenda Tawanda Tendai Tichaona Tinashe
 Tinotenda Tonderai Tsitsi Vimbai Yeukai Zvikomborero Chikondi Chimwemwe Chisomo Kondwani Limbani Mphatso Tamanda
 Tiyamike Yankho Bwalya Chileshe Chola Kabwe Mulenga Musonda Mutale Mwila Mwape Lubasi Mutinta Namwinga Nchimunya
 Thandie Bienvenu Espoir Esperance Fiston Gloire Kabila Kalonji Kasongo Lumumba Mbuyi Mwamba Ngalula Ngandu Nsimba
 Nzuzi Plamedi Tshala Tshibangu Bibiane`,
  // Arabic, Persian, Kurdish, Turkish, Azerbaijani
  `Aasim Abdelaziz Abdelhamid Abdelkarim Abdelrahman Abdulhadi Abdulhamid Abdulqadir Abdulrahim Abdulrahman Abdulsalam
 Abdulwahab Abdurrahman Abeer Abir Abla Adham Afaf Afnan Ahlam Alaa Amer Areej Asim Ashraf Ashwaq Ayat Azza Badria
 Bahaa Bahija Balqis Baraa Bashar Bashir Basim Basmah Bassam Bassem Batool Bushra Chadi Dalal Dareen Daoud Doaa
 Duaa Ebtisam Esraa Essam Fadel Fadia Fadwa Fahad Fahd Faiza Fathi Fatimah Fawzi Fayez Fayrouz Fouad Fuad Ghada
 Ghadeer Ghaith Ghassan Haidar Haitham Hala Hamad Hamida Hanaa Hanadi Hanan Hanin Haneen Hashem Hazem Heba Hend
 Hisham Hosni Huda Hussam Ibtisam Ihab Ikram Inaam Inas Intisar Iqbal Jaafar Jaber Jalal Jasim Jilan Jumana Kawthar
 Khaled Khawla Khulood Layan Linah Lubna Lujain Maisa Majd Majed Majida Mazen Moataz Mouna Muath Muna Muntaha Musab
 Muhannad Nadeen Nader Nagham Najat Naser Nashwa Nawaf Nayef Nermin Nidal Nisreen Noora Nouf Nourhan Nuha Omaima
 Omayma Qais Raafat Rabab Radwan Raed Rafat Rafik Raghad Raghda Rahaf Raja Ramzi Randa Raneem Rasha Rashida Razan
 Reem Reham Rida Rola Roula Ruba Rula Ruqayya Sabah Sabrin Saddam Safaa Safiyya Sahar Saif Sajid Sajida Saleh Saleem
 Samah Samar Sameh Sawsan Shadi Shadia Shaimaa Shahd Sherif Shereen Siham Soha Souad Suad Suha Suhail Suhaila
 Sulaiman Sumaya Tahani Talib Tareq Tasneem Thamer Thuraya Ubaid Umm Wafaa Wafa Wedad Widad Yaser Yasir Yazan Yousif
 Zahraa Zaid Zaina Zaynab Zeina Zeyad Zouhair Zubair Abbasali Afsaneh Ahmadreza Akbar Alireza Amirali Amirhossein
 Ardeshir Arezoo Ashkan Atefeh Azadeh Azar Babak Bahman Bahram Behnam Behnaz Behrouz Behzad Bijan Dariush Delaram
 Donya Ebrahim Elaheh Elham Elnaz Esfandiar Eskandar Esmail Fariba Faraz Farbod Fardin Farideh Fariha Farnaz Farrokh
 Farshad Farshid Farzad Farzaneh Fatemeh Fereshteh Firouz Ghazal Gholam Golnaz Golshan Golnar Habibollah Hamideh
 Hamidreza Hedieh Hengameh Homa Hooman Hossein Houshang Iraj Jafar Jahangir Jaleh Kambiz Kasra Katayoun Kaveh Keivan
 Keyvan Khosrow Khatereh Kianoush Kourosh Ladan Laleh Leili Mahin Mahnaz Mahsa Mahshid Majid Mandana Mansoureh Masoud
 Masoumeh Maziar Mehran Mehrdad Mehrnaz Mehrnoosh Minoo Mohsen Mojgan Mojtaba Morteza Mostafa Naghmeh Narges Nasrin
 Nastaran Navid Nazanin Negar Negin Niloofar Niloufar Nima Niusha Noushin Omid Parastoo Parisa Parivash Parsa
 Parvaneh Parvin Payam Pedram Pegah Peyman Pooneh Pouria Pouya Ramin Raziyeh Reyhaneh Roozbeh Rostam Sadegh Saeed
 Saeedeh Saghar Saman Samaneh Samin Sanaz Sepideh Setareh Shabnam Shahin Shahla Shahram Shahrokh Shahrzad Shapour
 Sharareh Shervin Shideh Shima Shohreh Siamak Siavash Simin Soheil Soheila Sohrab Somayeh Soroush Taraneh Touraj
 Yalda Zari Zhaleh Zohreh Abdulhaq Ajmal Farhana Farzana Gulalai Gulbuddin Hamidullah Hashmat Lailuma Malalai Mirwais
 Mursal Najibullah Nangialai Nargis Parwana Pashtana Rahmatullah Shukria Spozhmai Wazhma Zabihullah Zalmai Zarghona
 Zohal Bawan Dilshad Diyar Karwan Khabat Rojin Rojda Rezan Sherko Shilan Afet Ahu Arzu Asuman Ayfer Aysel
 Aysun Ayten Bahadir Belgin Beren Beril Berna Berrak Betul Beyza Bilgehan Birgul Burcin Burcu Busra Canan Candan
 Cavit Cemile Cemre Cengiz Devrim Dogukan Dursun Ebubekir Erdogan Ezgi Fazil Feryal Firat Goksel Guldane Gulcan
 Gulfem Gulizar Gullu Gulsah Gulten Hacer Havva Hayriye Hidayet Kayhan Kazim Kezban Kursat Makbule Melahat Meliha
 Muhammet Muhittin Muratcan Mursel Naciye Nezahat Nilay Nilufer Nimet Nurcan Nurdan Nuriye Nurten Orcun Remziye
 Ridvan Rukiye Saadet Sabahat Sadik Safiye Saniye Saziye Sefa Semiha Servet Sevilay Seyhan Sezen Sezer Sukran Suna
 Suheyla Tugce Tuncay Turhan Ummuhan Yalcin Yildiz Yildirim Yurdanur Zeki Agshin Aliagha Asif Aynura Aytan Bahruz
 Elchin Eldaniz Elkhan Elman Elmir Elnara Elshad Etibar Fargana Gunel Heydar Huseyn Ilaha Ilgar Ilkin Jeyhun Khatira
 Konul Lamiya Mammad Matanat Mubariz Namiq Nargiz Natavan Natig Nijat Parviz Polad Qabil Ravan Rovshan Sabuhi Sadagat
 Sanan Sevinj Tarana Tofig Togrul Tural Ulviyya Vagif Vafa Vusal Vusala Vugar Yegana Zamiq`,
  // South Asia: Hindi, Punjabi, Bengali, Gujarati, Marathi, Tamil, Telugu, Malayalam, Kannada, Sinhala, Nepali, Muslim names
  `Aadhya Aakash Aanya Aarti Aarush Aaradhya Abhay Abhijeet Abhijit Abhilash Abhimanyu Abhinav Abhishek Adhira Advait
 Advik Ahana Aishwarya Akanksha Akash Akhil Akhilesh Akriti Akshara Akshay Akshaya Aman Amandeep Amarjeet Amarjit
 Ambika Amitabh Amol Amruta Anaisha Anant Angad Aniket Anirudh Aniruddha Anisha Anjana Ankita Ankit Ankur Anoop
 Anoushka Anshul Anu Anuj Anupam Anupama Anuradha Aparna Archana Arnab Arnav Arpita Arti Arundhati Arvind Ashwini
 Atul Avinash Ayush Ayushi Babita Balakrishnan Balaji Baldev Balwinder Balraj Bharathi Bharti Bhaskar Bhavana Bhavesh
 Bhavika Bhavin Bhavna Bhavya Bhumika Bijoy Bindu Bipin Biswajit Chaitanya Chandrasekhar Chandrika Charu Chetna
 Chhaya Chinmay Chirag Damodar Darpan Darshana Daksh Daljit Davinder Debashish Debjani Debolina Deepa Deepti Devansh
 Devanshi Devendra Devraj Dharmesh Dharmendra Dhruva Dilip Dipak Dipika Dipti Diya Eesha Ekta Falguni Gargi Garima
 Gauri Geetha Govind Gurdeep Gurleen Gurmeet Gurpreet Gurvinder Hansa Hardeep Hardik Harini Harish Harjit Harkirat
 Harleen Harmeet Harminder Harpreet Harsha Harshad Harshit Harshita Harvinder Hema Hemal Hemant Hetal Hitesh Hrithik
 Indrani Inderjit Indu Ishan Ishani Ishita Ishwar Jagjit Jagruti Jaideep Janaki Janhavi Jasbir Jaskaran Jasleen
 Jasmeet Jaspal Jaspreet Jassi Jaswant Jaswinder Jatin Jayanta Jayanthi Jayant Jayashree Jayesh Jaywant Jeet Jignesh
 Jigna Joginder Jyotsna Kabir Kajal Kamini Kanika Kanishk Kanwal Kapil Karanvir Karishma Karthika Karuna Kashish
 Kashvi Kaushal Kaushik Kavitha Kavya Kedar Keshav Ketan Ketaki Keya Khushboo Khushi Kishan Kishore Koushik Kriti
 Kritika Krupa Krutika Kuldeep Kulwinder Kunal Kushal Lakhan Lakshay Lalit Lata Lokesh Madhav Madhavi Madhu Madhur
 Mahima Mahi Malathi Malavika Malini Mamta Manan Manasi Manav Mandeep Mandira Manindar Maninder Manjeet Manjit
 Manjiri Manju Manjula Manmeet Manmohan Manorama Manpreet Mansi Mayank Mayur Mayuri Medha Meenal Meghna Megha Meghana
 Mehul Mihir Milind Mithun Mitali Mohit Mridula Mrinal Mugdha Mukta Mukund Murali Naman Namita Namrata Nandini
 Nandita Naresh Narayanan Navdeep Navjot Navneet Navya Nayan Neel Neelam Neelima Neeraj Neeta Neetu Nehal Nidhi
 Nikhila Nikunj Nilima Nimisha Nirav Nirmal Nirmala Nishant Nishi Niteesh Nitesh Nithya Nitin Nitya Ojas Omkar
 Padmaja Padmini Pallavi Palak Pankaj Parag Paramjit Paresh Pari Parminder Parth Parul Pavan Pavithra Pawan Piyush
 Poonam Prabha Prabhakar Prabhat Prabhjot Prabhu Prachi Pradnya Pragati Pragya Prajakta Prakriti Pramod Pranali
 Pranav Pranjal Prashanth Prateek Pratap Pratibha Pratik Pratima Praveen Pravin Preethi Preeti Premila Prerna Preet
 Priti Pritam Priyam Priyanka Priyanshu Puja Pulkit Punita Purva Pushpa Raghav Raghu Ragini Rajani Rajeev Rajat
 Rajender Rajni Rajnish Rajshree Rakhi Raksha Raman Ramakrishnan Ramya Ramanathan Ranbir Ranjana Ranveer Rashmi Ratan
 Raveena Ravindra Ravinder Reema Reena Rekha Renu Renuka Reshma Revathi Riddhi Rishab Rishabh Rishi Rishika Ritika
 Ritu Ritwik Rohini Roshan Roshni Ruchi Ruchika Rupa Rupal Rupali Rupesh Rushali Rutuja Saanvi Sadhana Sahana Sahil
 Sai Saket Sakshi Saloni Samarth Samiksha Samyukta Sandesh Sandhya Sandip Sangeeta Sangita Sanika Sanjana Sanjeev
 Sanjiv Sanjit Sanket Sarang Saroj Sarojini Sathish Satinder Satnam Satyam Saurabh Saurav Savita Savitri Seema
 Senthil Shaila Shailaja Shailendra Shailesh Shalini Shanta Shanthi Sharad Sharada Sharanya Sharvari Shashank Shekhar
 Shefali Shikha Shishir Shital Shivam Shivangi Shobha Shradha Shraddha Shreeya Shreyas Shriya Shruti Shubham
 Shubhangi Shyam Shyamala Siddharth Simranjit Sindhu Sita Smruti Snehal Soham Sonali Sonam Sonika Sonu Soumya Sourav
 Sreejith Sreelatha Sreedhar Sridevi Sridhar Srikanth Srinivas Srinivasan Srishti Stuti Subhadra Subramaniam Suchitra
 Sudarshan Sudha Sudhakar Sudhir Suhani Suhas Sujatha Sujay Sujit Sukhdeep Sukhdev Sukhjit Sukhpreet Sukhwinder
 Sulochana Sumana Sumedha Sumit Sunanda Sunaina Sundar Suneel Suneeta Supriya Surabhi Surbhi Surekha Surendra
 Surender Surinder Surjit Sushila Sushmita Susmita Swapna Swathi Swati Tanay Tanishq Tanmay Tanuja Tanvi Tejal
 Tejaswini Thara Trishna Trupti Tulsi Uday Umesh Unnati Upasana Urvashi Utkarsh Utsav Vaibhav Vaishali Vandana Vani
 Varad Varsha Varun Vasanth Vasantha Vasu Vedant Veena Venkat Venkatesh Vibha Vidhi Vihaan Vijaya Vikas Vikash
 Vikrant Vilas Vinayak Vineet Vineeta Vinita Vipin Vipul Viraj Virender Vishakha Vishwanath Vishwas Vivaan Vivek
 Vrushali Yamini Yash Yashasvi Yashoda Yashwant Yogita Yuvraj Aafreen Abida Abrar Adeel Afroz Afsana Aftab Ahsan
 Aleema Altaf Ambreen Aneeqa Aqeel Aqsa Areeba Arfa Arooj Arshad Aslam Asifa Atif Atiya Attiya Azhar Basit Beenish
 Benazir Bilqis Daniyal Ehsan Ejaz Erum Fahim Faheem Faizan Fakhar Farhan Farkhanda Farooq Farrukh Fatema Fauzia
 Fawad Faizal Fehmida Feroz Firdaus Fiza Ghazala Ghulam Gulshan Hafeez Hafsah Haris Haseeb Hasina Ifra Iftikhar Ijaz
 Imtiaz Inayat Iqra Irum Ishrat Ismat Jahanara Jalaluddin Jamshed Javed Javeria Junaid Kashif Kaneez Kausar Khadijah
 Khurram Kulsoom Laiba Madiha Maham Mahbub Mahira Mahmood Mahmuda Malaika Maliha Maqsood Masood Mehboob Mehreen
 Mehwish Memoona Moazzam Mobeen Mohsin Moin Momina Mubarak Mubashir Mudassar Muneeb Munira Murtaza Musarrat Mushtaq
 Muzammil Nabeel Nabeela Nadeem Naeem Nafees Nafeesa Naghma Najma Naseem Naseer Nasima Nasreen Nazia Nazma Nazneen
 Nazrul Nilofar Nosheen Noman Nuzhat Obaid Omair Osama Parveen Parvez Pervez Qaiser Qamar Rabeea Rahila Raheela
 Rameez Razzaq Rehana Rehman Riaz Rimsha Rizwan Rizwana Rubina Ruhi Rukhsana Rukhsar Rumana Saadia Sabiha Sadaf Sadia
 Saeeda Safdar Saifullah Saima Sajjad Saleha Sanam Saqib Sarfraz Saud Seemab Shabana Shafiq Shagufta Shahbaz Shaheen
 Shaheena Shahid Shahida Shahzad Shaista Shakeel Shakil Shamim Shamima Shamsa Shazia Sharif Shaukat Sheraz Shireen
 Shoaib Shumaila Siraj Sobia Sohail Sumaira Sumera Summaiya Tabassum Tahira Tahmina Taimoor Tanveer Tanzeela Taufiq
 Tayyab Tayyaba Tazeen Ubaidullah Umair Umaima Urooj Uzair Uzma Wajid Waqar Waqas Waris Waseem Wasim Yaqoob Yousaf
 Zahid Zahida Zaheer Zareen Zeenat Zeeshan Zille Zoha Zulfiqar Zunaira Achala Anura Asanka Chaminda Chamari Chandana
 Chathura Dilani Dilhani Dilruk Dilshan Dinusha Gayan Hasini Hiruni Imesha Indika Ishara Janaka Kasun Kumudu Lahiru
 Lakmal Lakshan Madushani Mahela Malinga Nadeesha Nalin Nilanthi Nimali Nirosha Nishantha Nuwan Pathum Pradeepa
 Priyantha Rangana Ruwan Ruwani Sachini Samanthi Sampath Sanath Sanduni Sithara Supun Suranga Tharanga Tharindu
 Thilini Thisara Upul Upali Wasantha Bimala Binod Dawa Dhan Dolma Ganga Gyanendra Kabita Kusum Lhakpa Mingma Namgyal
 Pasang Pemba Phurba Pradip Rabindra Ranjita Rojina Samjhana Sanjog Sujan Tashi Tenzin Tsering Ugyen Yangchen Yeshe
 Jigme Pema Dorji Deki Choden`,
  // East and South-East Asia; Mongolia
  `Aiguo Aihua Aiping Baoshan Bingbing Changming Chaoyang Chenxi Chunhua Chunmei Dandan Dawei Dehua Dongmei Enlai Feifei
 Fengying Guangming Guifang Guilan Guoqiang Guowei Guozhi Haiyan Haitao Hanyu Hao Haoran Haoyu Hong Hongmei Hongwei
 Hongxia Hua Huan Huifang Huiling Huimin Jia Jiahao Jiahui Jiajia Jiali Jialing Jiaming Jianbo Jianfeng Jianguo
 Jianhua Jianjun Jianmin Jianping Jianwei Jianxin Jiaqi Jiawei Jiaxin Jiayi Jiaying Jie Jiefang Jingjing Jingwen
 Jingyi Jinhua Jinming Jintao Junfeng Junhui Junjie Junwei Kaili Kang Kexin Lanying Lihua Lijuan Liling Limei Linlin
 Liqin Liwei Lixin Liying Meifang Meihua Meiling Meixia Meiying Mengyao Minghui Mingxia Mingyu Mingze Nannan Ning
 Peng Pengfei Qiaoling Qing Qingqing Qiong Qiu Qiuyue Renjie Rong Rongrong Ruolan Ruoxi Ruixin Shan Shanshan Shaohua
 Shaojie Shihong Shihan Shilin Shixin Shiyu Shufen Shuhua Shulan Shuang Shuying Shuzhen Siqi Sisi Siyu Taotao
 Tiantian Tianyi Tianyu Tingting Wanling Weidong Weiguo Weihong Weijie Weilin Weiming Weimin Weiping Wenbin Wenhao
 Wenhui Wenjie Wenjing Wenjun Wenli Wenqing Xiang Xiangyu Xiaobo Xiaochen Xiaodan Xiaodong Xiaofei Xiaofeng Xiaohong
 Xiaohua Xiaohui Xiaojing Xiaojun Xiaolan Xiaoli Xiaolin Xiaoling Xiaolong Xiaomei Xiaomin Xiaoming Xiaoping Xiaoqing
 Xiaowei Xiaowen Xiaoxia Xiaoyan Xiaoyu Xiaoyun Xinran Xinru Xinyan Xinyi Xinyu Xinyue Xiu Xiulan Xiuli Xiuling
 Xiumei Xiuqin Xiuying Xiuzhen Xuan Xue Xuefeng Xuemei Xueqin Xun Yachen Yafei Yaling Yanan Yanfei Yanhong Yanhua
 Yanjun Yanli Yanling Yanmei Yanping Yanyan Yao Yating Yawen Yifan Yifei Yihan Yijun Yilin Yiming Yingjie Yingying
 Yiran Yitong Yixin Yixuan Yiyang Yiyi Yizhou Yong Yonghong Yongjun Yuanyuan Yue Yueming Yufei Yuhan Yuhua Yujia
 Yujie Yulin Yumei Yumeng Yun Yutong Yuwei Yuxi Yuxin Yuxuan Yuying Yuzhen Zedong Zemin Zeyu Zhaohui Zhen Zhenghao
 Zhengyu Zhenhua Zhennan Zhenyu Zhi Zhibin Zhicheng Zhigang Zhihao Zhihui Zhijun Zhilin Zhiming Zhiqiang Zhiwei
 Zhixin Zhiyong Zhiyuan Zhong Zhuang Zihan Zihao Zimo Zitong Ziwei Zixin Zixuan Ziyang Ziyi Ziyu Chi-Wai Chun-Kit
 Hiu-Tung Hoi-Yan Ka-Fai Ka-Ho Ka-Man Ka-Wai Kin-Man Kwok-Wing Lai-Ming Ming-Wai Siu-Fong Siu-Ling Siu-Ming Suk-Yee
 Tsz-Ching Tsz-Kin Wai-Kit Wai-Lam Wai-Man Wing-Yan Wing-Yee Yat-Sen Yee-Ling Yuen-Ting Anh Bao Bich Binh Canh Chau
 Chien Cuong Dao Diep Diem Doan Duc Duong Duy Giang Giap Hai Hanh Hien Hieu Hoa Hoai Hoan Hoang Huong Huu Huy Huyen
 Khai Khanh Khiem Khoa Khoi Khuong Kien Kieu Lanh Linh Luong Manh Nga Ngan Nghia Ngoc Nguyet Nhan Nhat Nhi Nhien
 Nhu Ninh Oanh Phong Phuc Phung Phuoc Phuong Quang Quoc Quy Quyen Quynh Tai Thach Thang Thao Thi Thien Thiet
 Thinh Thoa Thuan Thuong Thuy Thuyet Tien Tinh Toan Trang Trieu Trinh Trong Trung Truong Tuan Tuyen Tuyet Uyen Viet
 Vinh Vuong Areum Bo-ra Byung-hun Chaeyoung Chan-ho Chang-min Cheol-su Chul-soo Da-eun Da-hye Dae-hyun Daehyun
 Dong-hyun Dong-wook Donghyun Eun-hye Eun-ji Eun-jung Eun-young Eunbi Eunha Eunhye Eunji Eunju Eunjung Ga-young
 Gyeong Ha-eun Ha-neul Hae-jin Haejin Haneul Haru Hye-jin Hye-kyo Hye-rin Hye-won Hyejin Hyerin Hyesun Hyewon Hyo-jin
 Hyojin Hyun-ah Hyun-jin Hyun-joo Hyun-ki Hyun-soo Hyun-woo Hyunjin Hyunju Hyunsoo Hyunwoo Hwan Hwa-young In-ho Inho
 Jae-hyun Jae-in Jae-ho Jae-won Jae-wook Jaehyun Jaemin Jaewon Ji-a Ji-ah Ji-an Ji-eun Ji-ho Ji-hoon Ji-hye Ji-hyun
 Ji-min Ji-sun Ji-sung Ji-soo Ji-su Ji-won Ji-woo Ji-yeon Ji-yong Ji-young Jieun Jihae Jihoon Jihye Jihyun Jiho Jimin
 Jin-ho Jin-woo Jinho Jinhee Jinsoo Jinwoo Jinyoung Jisu Jisung Jiwon Jiwoo Jiyeon Jiyoung Jong-il Jong-un Jong-suk
 Joo-hyun Joohyun Joon Joon-ho Joon-young Joonho Jun-ho Jun-seo Jun-young Jung-hwa Jung-min Jungkook Jungmin Kang-min
 Kyung Kyung-hee Kyung-soo Kyunghee Mi-kyung Mi-na Mi-sook Mi-sun Mi-young Min-a Min-ah Min-ho Min-jae Min-ji
 Min-jung Min-kyu Min-seo Min-seok Min-soo Min-young Minah Minho Minhyuk Minjae Minji Minjun Minjung Minseo Minsoo
 Minyoung Miyoung Myung-bak Myung-hee Na-eun Na-ra Na-yeon Nayeon Sang-hoon Sang-min Sang-woo Sangmin Sangwoo Se-jin
 Se-young Seo-jun Seo-yeon Seo-yun Seohyun Seojun Seolhyun Seoyeon Seung Seung-ho Seung-hyun Seung-min Seungho
 Seunghyun Seungmin Shi-hyun So-hee So-hyun So-jin So-min So-yeon Sohee Sohyun Somin Soo-ah Soo-hyun Soo-jin Soo-min
 Soo-young Sooah Soohyun Soojin Soomin Sooyoung Soyeon Soyoung Su-bin Su-jin Su-min Subin Sujin Sung-ho Sung-hoon
 Sung-min Sung-woo Sunghoon Sungmin Sungwoo Sunhee Tae-hee Tae-hyun Tae-min Tae-yang Tae-yeon Taehee Taehyung Taemin
 Woo-bin Woo-jin Woo-sung Woojin Wooyoung Ye-eun Ye-jin Ye-ji Yejin Yeji Yeon-woo Yeong-ho Yeonwoo Yerin Yong-ho
 Yong-jin Yoo-jin Yoojin Yoon-a Yoon-hee Yoona Yoonji Young-ho Young-hee Young-ja Young-jae Young-min Young-soo
 Young-sook Youngho Youngjae Youngmin Yu-jin Yujin Airi Akane Akari Akemi Aki Akihiko Akihiro Akihito Akiko Akinori
 Akio Akito Amane Aoi Arata Asahi Asako Asami Asuka Atsuko Atsushi Ayaka Ayako Ayame Ayano Ayumi Ayumu Azusa Chieko
 Chiharu Chihiro Chika Chikako Chinatsu Chisato Chiyo Chiyoko Daichi Daiki Daisuke Eiichi Eiji Eiko Emika Emiko Eri
 Eriko Etsuko Fumi Fumie Fumiko Fumio Fuyuko Genki Goro Hanako Haruka Haruko Haruna Haruto Hatsue Hayato Hideaki
 Hideki Hideko Hideo Hideyuki Hikari Hikaru Himari Hina Hinako Hinata Hiro Hiroaki Hiromi Hironori Hiroki Hirofumi
 Hiroto Hiroyuki Hisako Hisao Hisashi Hitomi Hitoshi Homare Honoka Hotaru Ichiro Ikuko Isamu Itsuki Jiro Junichi
 Junji Junko Junpei Kaede Kaho Kanako Kanon Kaori Kaoru Kasumi Katsumi Katsuo Katsuya Kazue Kazuhiko Kazuhiro Kazuki
 Kazuko Kazumi Kazunori Kazuya Kazuyuki Kei Keiichi Keiji Keita Keisuke Kenichi Kenshin Kenta Kentaro Kento Kimiko
 Kiyoko Kiyoshi Koharu Kohei Koichi Koji Kokoro Kosuke Kota Kotaro Kumi Kumiko Kunihiko Kyoko Kyosuke Madoka Maiko
 Maki Makiko Mako Mami Mamoru Manabu Manami Mariko Masaaki Masahiro Masakazu Masaki Masami Masanori Masao Masaru
 Masashi Masato Masaya Masayoshi Masayuki Masumi Matsuko Mayu Mayuko Mayumi Megumi Michiaki Michio Midori Mieko Miho
 Mihoko Mikako Miki Mikio Miku Minako Minami Minori Minoru Misaki Misako Misato Mitsuko Mitsuo Mitsuru Miu Miwa
 Miyako Miyoko Miyu Miyuki Mizuho Mizuki Momoka Momoko Motoko Nagisa Namiko Nanako Nanami Nao Naoki Naoto Naoya
 Natsuki Natsuko Natsumi Natsuo Nobu Nobuko Nobuo Nobuyuki Noriko Norio Noriyuki Nozomi Osamu Otome Rei Reiko
 Rie Riho Rikako Riko Riku Rin Risa Ritsuko Rokuro Ruka Rumi Rumiko Ryo Ryohei Ryoichi Ryoko Ryosuke Ryota Ryotaro
 Ryuichi Ryuji Ryunosuke Ryusei Sachi Sachie Sachiko Sadako Saki Saori Satomi Satoru Satsuki Sayaka Sayoko Sayuri
 Seiichi Seiji Setsuko Shigeko Shigeo Shiho Shiori Shigeki Shinichi Shinji Shinjiro Shinobu Shinya Shiro Shizue
 Shizuka Shizuko Shogo Shohei Shoichi Shoji Shoko Shota Shotaro Shunsuke Sota Sosuke Sumiko Sumire Susumu Suzu Suzuko
 Tadao Tadashi Taichi Taiki Takahiro Takako Takanori Takao Takato Takayuki Takehiko Takehiro Takeo Takeru Takuma
 Takumi Takuro Takuya Tamaki Tamiko Tamotsu Tatsuki Tatsuo Tatsuya Tetsuo Tetsuya Tokiko Tomiko Tomio Tomoaki
 Tomohiro Tomoka Tomoko Tomomi Tomoya Tomoyuki Toshiaki Toshihiro Toshiki Toshiko Toshio Toshiro Toshiyuki Tsubasa
 Tsukasa Tsuneo Tsutomu Tsuyoshi Umeko Wakana Wataru Yamato Yasu Yasuhiro Yasuko Yasumasa Yasuo Yasushi Yoichi Yoji
 Yoshiaki Yoshihiro Yoshimi Yoshinori Yoshio Yoshito Yoshiyuki Yosuke Yota Yua Yudai Yui Yuichi Yuina Yuito Yuji Yuka
 Yukako Yukari Yukie Yukihiro Yukiko Yukimi Yukio Yumiko Yurie Yuriko Yusei Yusuke Yuta Yutaka Yuto Yuya Yuzuki
 Adisorn Anong Anucha Apinya Apichat Arthit Boonmee Boonsri Busaba Chaiwat Chalerm Chanchai Chatchai Chutima Duangjai
 Jirapat Jiraporn Kamon Kanokwan Kanya Kittipong Kittisak Kulap Lawan Malee Manee Mongkut Nakarin Narong Natcha
 Nattapong Nattaya Niran Nittaya Noppadon Nongnuch Panadda Panya Phairoj Phichai Pimchanok Pongsak Pornchai Prasert
 Pratunam Preecha Preeya Rattana Rungnapa Saengdao Sakda Sangdao Sarawut Siriporn Sirirat Somchai Somjai Somkiat
 Sompong Somsak Somsri Sudarat Suda Sunisa Supachai Suphansa Surachai Suthida Suwit Tanawat Thaksin Thanakorn
 Thawatchai Udom Vichai Wanida Waraporn Wassana Weerapong Wichai Wilai Yingluck Bounmy Bounthanh Chanthavong Khamla
 Khamphone Keo Phonesavanh Sengdao Sisavath Somphone Thongchanh Vilay Chanthou Chea Kosal Mealea Phalla Pisey Ratha
 Rithy Samnang Serey Sokha Sokhom Sophal Sopheap Sophea Sothea Sovann Srey Veasna Vichea Vuthy Aung Hla Htet Khin
 Kyaw Lwin Maung Myint Myo Naing Nandar Nilar Nyein Nyunt Phyo Sandar Suu Swe Thant Thein Thida Thiri Thuzar Yadanar
 Zarni Zaw Aditia Agung Amirul Andika Arief Asep Atikah Azizah Azlan Azman Basuki Bayu Bima Budiman Dedi Desi Endang
 Fajar Faridah Gede Hafiz Hariyanto Hartini Hidayah Iskandar Izzati Jamaludin Kadek Kartini Ketut Komang Kurniawan
 Mawar Megawati Mohd Muhamad Mulyadi Nabilah Nengah Norhayati Nurhaliza Putra Rachmat Riski Rizal Rizky Rosmah Rosnah
 Sigit Sugeng Suharto Sukarno Sulastri Sumarni Supriyanto Susanti Susilo Suryani Syafiq Syahrul Syarif Tuti Udin
 Wati Wayan Widodo Yanti Yudi Yudha Zainal Zaleha Zulkifli Zuraidah Aliwan Amihan Analyn Arnel Bayani Bongbong
 Cherrylyn Corazon Crisanto Dalisay Divina Emelita Erlinda Estrellita Ferdie Gliceria Isagani Jejomar Jerwin Jhun
 Jhunel Joselito Jovelyn Lakambini Lalaine Ligaya Luzviminda Mariel Maricel Maricar Marites Maritess Marivic
 Milagros Nenita Ninoy Perlita Rodel Romulo Rosauro Rustico Teresita Zenaida Altantsetseg Amarjargal Ankhbayar
 Ariunaa Batbayar Batjargal Batsaikhan Batmunkh Battulga Bayarmaa Bayasgalan Bolor Bolormaa Boldbaatar Byambaa Davaa
 Delger Dorj Dulmaa Enkhbat Enkhjargal Enkhtuya Erdene Erdenechimeg Ganbaatar Ganbold Ganzorig Gantulga Gerelmaa
 Khulan Lkhagva Monkhbat Munkhbayar Munkhtsetseg Narantsetseg Narantuya Nergui Odgerel Oyun Oyunbileg Oyunchimeg
 Oyungerel Oyuntsetseg Purev Saikhan Sarangerel Sarnai Solongo Sukhbaatar Temuulen Tsetseg Tsolmon Tuul Tuya
 Uranchimeg Zolzaya`,
  // Slavic and Baltic lands, the Caucasus, Central Asia, Hungary, Romania, Albania, Greece
  `Bartek Bartlomiej Boleslaw Bozydar Bronislaw Bronislawa Dobrochna Felicja Ferdynand Genowefa Gustaw Halszka Hanka
 Honorata Iwo Jagoda Jedrzej Jolka Kalina Kasia Kazimiera Krzysiek Kuba Leokadia Maciek Malgosia Maryla Mieszko
 Miroslawa Oktawia Olgierd Otylia Oliwer Piotrek Przemek Remigiusz Slawek Stanislawa Szymek Tomek Waldemar Wieslawa
 Wioletta Wladyslawa Wojtek Zbyszek Zdzislawa Zosia Alyona Alexey Alyosha Andriy Andrii Artyom Danylo Dima Dmytro
 Fedir Fyodor Halyna Hennadiy Heorhiy Hlib Hryhoriy Ihor Ilya Illia Kolya Kostya Kostyantyn Kyrylo Lesia Lesya
 Liudmyla Lyuba Marichka Masha Matviy Mikhailo Mitya Mykhailo Mykola Mykyta Nadiia Nadiya Nastya Nazariy Oleh
 Oleksandra Oleksii Oleksiy Olesia Olha Olya Orysia Ostap Panas Pavlo Roksolana Semyon Serhii Serhiy Sergiy Solomiya
 Tetyana Tymofiy Vasyl Viacheslav Vika Volodymyr Volodya Vova Yehor Yevhen Yevheniia Yurii Yury Zhanna Aliaksandr
 Aliaksei Dzmitry Katsiaryna Mikalai Nadzeya Siarhei Sviatlana Tatsiana Uladzimir Volha Yauheni Honza Jarka Ondra
 Zuzka Almir Amela Djordje Durdica Dzenan Edin Elvir Ermina Esad Fadil Fahrudin Gorica Izet Jasminka Jozo Jurica
 Ljerka Ljubo Matea Milenko Milijana Momcilo Mujo Nermina Ninoslav Radoje Ratko Sabahudin Sanel Sanela Semir Smilja
 Spomenka Srdan Suada Tihana Veljko Vidosava Vinko Zejneb Zivko Bostjan Breda Lojze Metka Neza Chavdar Desislava
 Dimitar Galya Gergana Hristo Ivaylo Kalin Kaloyan Krasimir Krasimira Lyudmil Momchil Nedyalka Ognyan Penka Petya
 Plamen Radostina Rositsa Rumen Rumyana Silviya Stefka Stoyan Stoyanka Svilen Todorka Tsvetan Tsvetelina Tsvetanka
 Veselin Yordan Yordanka Zhivko Goce Gjorgji Kire Ljupco Slagjana Trajko Zivka Zoranco Algirdas Antanas Arturas
 Arunas Audrius Ausra Birute Dainius Daiva Danute Deividas Domantas Donatas Egidijus Eimantas Evaldas Gabija
 Gediminas Giedre Giedrius Gintaras Gintare Gitana Ieva Ineta Jovita Juozas Jurate Jurga Justas Justinas Karolis
 Kazys Kestutis Kristijonas Laima Laimute Laurynas Leonas Liepa Linas Marijus Martynas Matas Migle Mindaugas Modestas
 Nerijus Nijole Nojus Paulius Petras Raimonda Raimondas Ramune Rasa Regimantas Ricardas Rimantas Rokas Romas Rytis
 Sarunas Saulius Sigita Sigitas Simas Stasys Tadas Ugne Vaida Vaidas Vaidotas Valdas Valdemaras Vidas Viktoras Vilija
 Vilius Virginija Vytas Vytautas Zigmas Zivile Zydrunas Agris Aija Antra Ansis Astra Baiba Biruta Daiga Dainis Didzis
 Dzintars Dzintra Evija Gatis Guntars Guntis Gunta Gundega Ilze Imants Inese Ints Ivars Kaspars Kristaps Lauma
 Linards Madara Mairis Modris Normunds Oskars Raimonds Raivis Ritvars Rihards Sanita Sintija Solvita Uldis Valdis
 Velta Vija Vilnis Viesturs Aavo Aare Aive Andrus Arvo Eha Hando Heino Jaan Jaanus Kadri Kalev Kersti Kulli Lembit
 Liis Maarja Mait Margus Meelis Mihkel Olev Peeter Piret Priit Raivo Riina Siim Siiri Sirje Taavi Tanel Tarmo Tiit
 Toivo Tonu Toomas Triin Urmas Urve Vaike Veiko Ulle Ulo Akaki Aleko Anzor Archil Avtandil Badri Bakur Beka Besik
 Cotne Dato Daredjan Ekaterine Eteri Gela Giorgi Givi Gocha Goderdzi Gogi Grigol Guram Gvantsa Irakli Ivane Jaba
 Kakha Kakhaber Ketevan Keti Kote Lado Lali Lamara Lasha Levan Makvala Malkhaz Mamuka Merab Mikheil Mirian Mzia Natia
 Nestan Nikoloz Nodar Nugzar Nutsa Paata Revaz Rezo Rusudan Shalva Shorena Sopho Sopio Tamar Tamaz Tamuna Tamta
 Tariel Tato Teimuraz Temur Tengiz Tinatin Tornike Tsotne Vakhtang Vano Vazha Vepkhia Zaal Zaza Zurab Zviad Araxie
 Armenuhi Arpi Arpine Artak Artashes Artavazd Astghik Avetis Gagik Garegin Gayane Gevorg Gohar Grigor Gurgen Haik
 Hakob Harutyun Hasmik Hayk Hovhannes Hovik Hrach Hripsime Karapet Khachatur Khoren Knarik Lernik Lilit Lusine Manuk
 Mher Mihran Mkrtich Movses Nairi Nane Naira Narek Narine Nazeli Norayr Onnik Poghos Rafayel Razmik Rouben
 Ruzanna Samvel Sargis Sarkis Satenik Serob Sevak Shavarsh Shushan Siranush Smbat Spartak Syuzanna Taguhi Tatev
 Tsovinar Vache Vagharshak Vahagn Vahan Vahe Vardan Vardges Vardui Varuzhan Vazgen Vigen Vram Yeghishe Yervand Zabel
 Zaruhi Zaven Abror Azizbek Bekzod Dilshod Doniyor Farhod Gavhar Gulbahor Gulchehra Gulruh Hurshid Husan Ilhom
 Jahongir Khurshid Marhabo Mirzo Mohira Muborak Muhabbat Muhammadali Mukhlisa Nodir Oydin Parvina Ra'no Rustamjon
 Sabohat Sherali Shahnoza Shahlo Shoira Shohruh Shukhrat Shuhrat Sitora Tolib Ulug'bek Ulugbek Umidjon Xurshid Yulduz
 Zebo Ziyoda Zuhra Ainura Almazbek Baktygul Begimai Bermet Cholpon Chyngyz Eldiyar Elnura Jyldyz Jypar Kanykei
 Kubanychbek Kunduz Mairam Meerim Mirlan Nurlanbek Syimyk Talant Tynchtyk Uulkan Zamirbek Abdurahmon Amirjon Bahrullo
 Davlat Dilovar Farangis Gulrukhsor Khursheda Manizha Mavzuna Mehrangez Mijgona Nozanin Saidjon Shabnami Sino Somon
 Zevar Atamurat Annagul Ashir Begench Dovlet Gozel Kakajan Merdan Myrat Ogulgerek Ogulsapar Rejep Shohrat Tachmyrat
 Barna Dezso Elek Eniko Erno Erzsi Etelka Fulop Gitta Gizi Gyongyi Gyorgyi Hajnalka Huba Ilka Jeno Kati Lehel Lorand
 Mariann Miksa Nikoletta Rezso Sarolta Szabina Szilard Szilvia Terez Zsanett Zsigmond Zsofi Zsuzsa Dan Lenuta Mihaita
 Mirel Vladut Afrim Agim Agron Albana Arben Ardian Ardita Arjeta Armend Artan Besa Besnik Blerim Blerina Blerta Bujar
 Dardan Doruntina Drita Driton Edona Elira Elvana Endrit Enkelejda Erblin Erion Ermal Erjon Fatmir Fitim Flamur
 Flutura Gazmend Genc Gezim Ilir Ilirjana Jeton Kaltrina Kujtim Liridon Liridona Lulzim Majlinda Mergim Mimoza
 Mirlinda Nexhmije Olta Pranvera Qendrim Rexhep Rinor Shkelqim Shpend Shpresa Skender Sokol Teuta Valbona Valon
 Vjollca Xhevat Xhezide Xheni Ylli Achilleas Afroditi Agathi Aggeliki Aikaterini Alekos Anastasios Anastasis Angeliki
 Anthi Antigoni Antonis Apostolis Apostolos Areti Argyris Argyro Aristea Aristides Aristotelis Aspasia Athanasia
 Athanasios Charalambos Chariklia Christos Chryssa Chrysanthi Chrysoula Dimitra Dimitrios Dimitris Dimos Dionysia
 Dionysis Efstathios Efthymia Efthymios Eftychia Eirini Elefteria Eleftheria Eleftherios Elissavet Elpida Emmanouil
 Evangelia Evridiki Filippos Foteini Fotini Fotis Frosso Galateia Georgia Gerasimos Giannis Giorgos Grigoris
 Haralambos Iakovos Iordanis Iraklis Irini Kalliopi Konstantina Konstantinos Kostis Kyriaki Lambros Lefteris
 Lykourgos Magdalini Makis Manolis Manos Marianthi Markos Menelaos Michalis Miltiadis Minas Myrto Nektarios Nektaria
 Nikolaos Odysseas Orestis Panagiota Panayiotis Panos Pantelis Paraskevi Pericles Periklis Petros Philippos Pinelopi
 Polyxeni Prodromos Sakis Savvas Sofoklis Sotiria Sotiris Spyros Stamatis Stathis Stavroula Stefanos Stelios Stergios
 Stratos Takis Tasos Tassos Thaleia Thanasis Thanos Thekla Themis Theocharis Theodoros Theofanis Theodosia Thodoris
 Thomai Timos Triantafyllos Tzeni Vaggelis Vaios Valia Vangelis Vasiliki Vasilios Vasilis Vasso Voula Yiorgos Zafiris
 Zoi`,
  // Scandinavia, Iceland, Finland, Germany, the Netherlands, France, Iberia and Latin America, Italy; Hebrew; the Pacific
  `Aase Agda Agnete Alfhild Amund Anna-Lena Anker Anna-Karin Arild Arnfinn Arnhild Arnstein Arnt Aslaug Atle Audun Birger
 Bjarte Bjorg Bodil Borge Borghild Britta Brynhild Dagfinn Dagny Egil Eilert Eivind Elof Embla Embrik Erland Eskil
 Eyvind Fride Fritjof Froydis Geir Gjertrud Gorm Grethe Gro Gunhild Gunvor Guri Haldis Halfdan Haldor Helge Herborg
 Hjordis Idar Idun Ingebjorg Ingmar Ingolf Ingunn Ingvar Iselin Jarle Joar Jorid Jorunn Jostein Kaisa Kjartan Kjersti
 Lauge Lauritz Lill Lisbet Magne Magnhild Magni Maiken Maj Njal Oddny Oddvar Oline Ove Oyvind Peder Pernille Per-Erik
 Preben Ragna Reidar Reidun Sigbjorn Sigrun Sigve Sjur Skjalg Snorre Solfrid Steinar Sture Susann Svanhild Synnove
 Thorbjorn Thorvald Thyra Tord Tordis Torfinn Torgeir Torhild Toril Torild Torill Torkel Torleif Tormod Torstein
 Torun Torvald Tove Truls Trude Trygve Turid Unni Vegard Vemund Vidar Vigdis Yngve Yngvild Yrsa Oystein Adalsteinn
 Aldis Arnar Arni Asdis Asgeir Atli Audur Baldur Birna Bjarki Bjarni Brynja Brynjar Dagbjartur Dagur Gisli Gudbjorg
 Gudjon Gudlaug Gudmundur Gudni Gunnhildur Gylfi Hafdis Hafsteinn Halla Halldor Halldora Hallgrimur Haraldur Haukur
 Heida Helgi Herdis Hildur Hjalti Hlynur Hrafn Hrafnhildur Hrefna Hreinn Ingibjorg Ingolfur Jokull Jonina Katla
 Kolbrun Kolbeinn Lilja Magnea Oddur Olafur Ragnheidur Rakel Rognvaldur Sigfus Sigga Sigmar Sigridur Sigurbjorg
 Sigurdur Sigurjon Skarphedinn Smari Snaedis Snorri Sigurlaug Solrun Steinunn Styrmir Svala Svanhildur Sveinn Thordis
 Thordur Thorgerdur Thorhildur Thorsteinn Tryggvi Unnur Valgerdur Valur Vilborg Vilhjalmur Aarne Aila Anna-Liisa
 Anne-Mari Arttu Aulis Eemeli Eeli Eetu Eija Eila Esko Hanna-Leena Heli Helka Hilkka Iida Iiris Ilari Irja Jaana
 Jalmari Joonas Jorma Jukka-Pekka Kaija Kauko Keijo Kerttu Kirsti Kyosti Leevi Maija-Liisa Marjo Marjut Mauri Merja
 Miia Netta Niilo Nuutti Oili Onni Osmo Raili Raimo Rauni Saija Senja Sini Sirkka Soili Taisto Terhi Tuomo Ulla-Maija
 Vappu Veli-Matti Venla Vieno Vilho Voitto Yrjo Arnulf Aloisia Berthold Bodo Burkhard Conny Cordula Detlef Diethelm
 Dietlinde Dietmar Dietrich Dorte Eberhard Eckhard Edeltraud Ehrenfried Eike Elfriede Erdmute Friedhelm Gebhard
 Gerlinde Gernot Gertraud Gesine Gislinde Goetz Gotthard Gottlieb Gretel Hannelore Hans-Jurgen Hartmut Hartwig Heide
 Heidemarie Heiner Helmuth Heribert Ilsebill Ingelore Ingo Irmgard Irmtraud Joerg Julchen Karlheinz Karl-Heinz
 Kunigunde Lieselotte Ludger Luitgard Margarethe Mechthild Meinhard Nikolaus Ortrud Ortwin Ottmar Reinhardt Ricarda
 Roswitha Rosi Ruediger Rupprecht Sieglinde Siegbert Siegmund Swantje Tilman Tilo Traudel Traute Ulrike Ursel Uta
 Vinzenz Volkmar Walburga Waltraud Wendelin Winfried Zenzi Albertus Antoon Ard Bartel Beatrijs Bernardus Bieke
 Brechtje Coenraad Dineke Eelke Elske Engel Erik-Jan Foekje Frederiek Gerdien Gert-Jan Gerke Gonda Griet Gudule
 Hannie Helma Hendrikje Idske Jan-Willem Jeltje Jeske Jitse Jorien Joske Katelijne Klaartje Kornelis Lenneke Lieneke
 Machteld Margreet Miep Nanne Peet Rienk Rinske Seger Sijbrand Swaantje Sybren Sytske Ulbe Wieteke Pieter-Dirk
 Annatjie Elmarie Lourens Marthinus Schalk Sarel Tertius Wynand Annick Audric Berengere Damienne Edwige Emilienne
 Fernande Gerome Gilberte Godefroy Guenola Jean-Michel Jean-Philippe Josee Josephe Laurette Leonce Louisette Lucette
 Maixent Marcelline Marie-Anne Marie-Claude Marie-Eve Marie-France Marie-Helene Marie-Jeanne Marie-Josee Marie-Laure
 Marie-Louise Marie-Pierre Marie-Therese Maryvonne Maurane Murielle Orianne Pascaline Paul-Henri Pierre-Yves
 Pierrette Reynald Roselyne Servane Sylvaine Sylvette Violaine Zephyrin Adoracion Aitor Ainhoa Ainara Alejo Almudena
 Altagracia Amado Amancio Anastasio Andreina Andresa Antonieta Antonino Apolinar Apolonia Aranza Arantxa Asuncion
 Asier Azucena Baltasar Bartolome Begona Belen Benedicto Bernabe Bernardino Bienvenida Borja Candelaria Candela
 Carmencita Carolina Cayetana Cayetano Ceferino Chabela Chayo Chelo Chucho Cirilo Citlali Concha Consolacion
 Crescencio Cuauhtemoc Cuca Dominga Edelmira Elisenda Emelina Emeterio Encarnacion Eneko Engracia Enriqueta
 Epifanio Estanislao Eulogio Eustaquio Evelia Felicidad Fidelia Florentino Florinda Froilan Fulgencio Genaro
 Gertrudis Gladis Goizane Gorka Gumersindo Haroldo Haydee Heriberto Hermelinda Hernando Honorio Iban Idoia Ignacia
 Imanol Inaki Inmaculada Inocencio Itxaso Itziar Ivette Izaskun Janeth Jatziri Jenaro Joaquina Jorgelina Joseba Josu
 Josune Juancho Justino Justo Juventino Kepa Koldo Leire Leocadia Leoncio Llorenc Loreto Lucero Lucila Lucrecia
 Luisina Macarena Manola Manolo Marcial Maricela Maricruz Marielena Marifer Marisela Mateu Maximino Melchor Mercedes
 Meritxell Migdalia Mireia Montserrat Natividad Nemesio Nereida Nicolasa Nilda Nilo Obdulia Olegario Omayra Onofre
 Oralia Paca Pancho Pancracio Pascual Pastora Pepa Petrona Piedad Ponciano Primitivo Prudencio Purificacion Quique
 Raimundo Reinaldo Remedios Roque Rosalba Rosalio Rosaura Sabas Salustiano Secundino Silvestre Silvina Sixto Socorro
 Sonsoles Telmo Teofilo Toribio Txema Venancio Victoriano Victorino Viridiana Visitacion Wenceslao Yahaira Yanet
 Yaritza Yesica Yuridia Zacarias Zulema Abilio Adao Adelino Ademar Ademir Adilson Afonsina Agostinho Alcides Aldair
 Almerinda Aluisio Amadeu Amandio Amaro Ananias Aparecida Arlete Arlindo Armanda Armindo Belmiro Bento Bernardete
 Catia Cesaltina Cidalia Cleber Cleide Claudete Conceicao Creusa Cristovao Custodio Dalva Damiao Deolinda Dirce
 Domingas Edvaldo Elaisa Eliete Elisabete Estevao Etelvina Everton Expedito Feliciana Fernao Firmino Geovana Geraldo
 Gilmar Gilson Giovana Glaucia Goreti Graca Gracinda Guiomar Henriqueta Hermano Iara Idalina Inacio Iracema Isaura
 Izabel Jaciara Jacira Jair Jandira Janete Jeferson Jonatas Jordao Jovelina Juca Jucelino Jurandir Laercio Laurinda
 Leocadio Leonilde Lineu Lucelia Lucilia Ludovina Luzia Marcio Marcondes Mariza Marilia Moacir Nair Napoleao Nazare
 Neusa Nilson Nilton Nilza Nivaldo Noemia Odete Olavo Osmar Pedrina Piedade Raimunda Roberval Rogeria Rogerio
 Rosangela Rosario Salvador Sidnei Silvino Tainara Tatiane Telma Ubirajara Valdir Valmir Vanderlei Virginia Wagner
 Walmir Wanderley Zelia Zeferino Zilda Zulmira Alfonsina Amedea Arcangelo Baldassare Brunella Cesira Cettina
 Crocifissa Elvio Enza Gaetana Giacoma Giordana Giulietta Giustina Giusy Ketty Lelio Luigina Luisella Manfredi
 Maria-Grazia Mariarosa Mariolina Maurizia Nello Nerina Nerio Nunzia Olinto Onorato Orestina Ottavia Paolina
 Pasqualina Pierfrancesco Pierina Pierino Pierpaolo Pina Pino Quinto Raffaela Rosaria Rossano Sabatino Settimia Susi
 Teresina Tonino Vanni Vincenzina Virna Vitaliano Aharon Ahuva Amnon Arik Asaf Assaf Aviad Avigail Aviva Avner
 Avraham Ayala Ayelet Azriel Baruch Batsheva Batya Binyamin Bracha Chana Chanan Dafna Dalit Doron Dvora Efrat Ehud
 Einat Elad Eliyahu Elisheva Elkanah Esti Eitan Faigy Fruma Galit Gershon Gilad Gili Hadar Hadas Hadassah Hagit Hila
 Hodaya Iddo Inbal Inbar Itai Itamar Itay Itzhak Itzik Kobi Liat Malka Maayan Meir Menachem Menucha Merav Mordechai
 Motti Naama Nachum Nechama Neta Netanel Nir Nira Nissim Nitzan Noga Nurit Ofer Ofra Ohad Omri Orit Orna Osnat
 Pinchas Rachamim Raphy Rivky Ronen Rotem Ruti Sarit Shaul Shimshon Shira Shiran Shlomi Shlomit Shlomo Shmuel Shmuly
 Shoshana Shraga Shulamit Shuli Simcha Smadar Tehila Tomer Tova Tuvia Tzipi Tzvi Vered Yaara Yaffa Yanky Yechiel
 Yehoshua Yehuda Yehudit Yigal Yiftach Yisrael Yisroel Yitzchak Yitzhak Yochanan Yocheved Yonatan Yossi Yossel Yotam
 Yuval Zahava Zalman Zeev Zvi Afa Akanesi Akenehi Alofa Ana-Lei Anahera Aperahama Aroha Arihia Atawhai Awhina Filipo
 Fa'afetai Hemi Hinemoa Hohepa Hoani Huia Ihaia Iosefa Ioane Kahu Kahurangi Kalani Kalolaine Kamaka Kanoa Kapena
 Keahi Kealoha Keala Kekoa Kiri Kiritapu Kupe Kawhia Lani Lagi Losa Losaline Luseane Mahina Mahuika Makoa Manaia
 Manaaki Marama Matiu Mereana Moana Nalani Ngaio Nikau Noelani Pania Paora Piripi Puanani Rangi Rangimarie
 Rawiri Rewi Rongo Semisi Sione Siosaia Siaosi Taika Tama Tamati Tangaroa Tavita Tevita Tiare Tipene Tui Ulani
 Viliami Vaitea Waimarie Wairua Whetu Wikitoria Wiremu`,
  // those that a dictionary of English takes for words by mistake, or that hardly anybody writes with a capital but as a name
  `Aisling Brid Donal Innes Jock Cai Gruff Mared Barney Fanny Gabe Gaz Joey Kitty Lexi Liddy Lulu Maz Meg Mickey Nev Pete
 Ruthie Sid Sibyl Teddy Val Vic Wally Kidist Meles Bile Busi Mandisa Pule Haile Belay Banke Bola Ese Funke Jumoke
 Kola Tope Wale Wande Yaw Fareed Hamed Nadir Nahed Rasheed Samer Sayed Talal Waleed Forough Javad Akin Berat Berk
 Bilge Caner Emir Engin Gulden Gunes Hande Hazal Muge Nihat Sedat Serap Tuba Ashish Harsh Hiral Hiren Kamlesh
 Minal Niraj Payal Prem Prema Prithvi Sheetal Shiv Sonal Sunder Veer Viral Naheed Naveed Nighat Nhung In-sung
 So-young Sung Chie Kanae Moe Shigeru Shun Sora Taro Toru Yoshie Somboon Nary Nomin Jarek Lech Marzena Blaz Jasmin
 Sead Aivars Dace Juris Sandis Toms Villu Davit Manana Nune Denes Edit Fanni Rares Romeo Steliana Babis Leonidas
 Ourania Bente Brage Ebbe Ellinor Gunn Helle Mads Ester Harri Jenni Beate Christiane Uli Willi Wolf-Dieter Wolfram
 Corrie Elles Jette Mien Siebe Tineke Toos Aime Baptiste Clement Cyrille Eglantine Florine Frederique Honore Julienne
 Loane Loris Melodie Rosine Valentine Nacho Nieves Oriol Albino Edmundo Helder Otello Dov Gitty Moshe Tal Tali
 Fetu Hone Mele Mere Ngaire Peni Pita Shams Jihad Ramadan Rehab Rami Nour Alia Lama Bobbie Dolly Charlie
 Mick Ken Deb Mel Sandy Paddy Patsy Patty Sonny Gabby Cass Allie Poppy Paisley Bailey Sawyer Ebony Hamlet Armen Maka
 Ilias Shalom`,
]
  .join(' ')
  .split(/\s+/)

/** Given names that are English words as well: with a capital alone they are people by their place in the sentence only. */
export const NAME_WORDS: ReadonlySet<string> = new Set(
  `april august june may grace hope faith joy rose dawn summer autumn ivy lily olive ruby pearl amber crystal violet
  iris daisy heather hazel holly poppy jasmine rosemary basil jade opal coral ginger melody harmony charity patience
  prudence constance felicity honor verity unity mercy clemency temperance precious blessing favour gift comfort
  happiness princess queen prince will mark bill rob bob jack frank grant drew chase chance hunter dean dale glen
  cliff lane miles art pat nick rich chuck buck buddy bud skip chip rusty dusty rocky sandy misty stormy sunny
  destiny trinity heaven eden genesis nova star sky skye rain river ocean brook brooke forest reed heath stone flint
  clay cash colt gunner archer parker mason carter cooper taylor tyler sawyer piper harper porter tanner marshall
  sterling royal major duke earl baron noble king justice lark robin wren jay raven phoenix wolf fox bear willow
  rowan aspen ash laurel clover fern fay bliss merry gay carol eve noel christian victor max penny peg dot kit ray
  gene norm herb guy don ron ted ned cal lee jean sue pam dolly candy cherry peaches honey sugar cookie bunny angel
  pansy petunia primrose marigold hyacinth wally woody win wills indie indigo angus merlin wade ward reese storm
  tempest early`.split(/\s+/),
)
