/** Addresses where nobody lives, by the words right before them. */

/** "Наш адрес: …", "Самовывоз: …", "Отключение воды: …": where a shop is, or what happens to a street. */
export function isOfBusiness(text: string, start: number): boolean {
  return OF_BUSINESS.test(text.slice(Math.max(0, start - 48), start))
}

export const OF_BUSINESS =
  /(?:[Нн]аш(?:ем|его|и)? (?:новый |новом |новому )?(?:адрес\p{L}{0,2}|магазин\p{L}{0,2}|офис\p{L}{0,2}|салон\p{L}{0,2}|филиал\p{L}{0,2})|[Сс]амовывоз|[Пп]ункт\p{L}{0,2} (?:самовывоза|выдачи)|[Аа]дрес (?:магазина|офиса|салона|филиала|клиники|отделения)|[Оо]тключени\p{L}{1,2} (?:воды|света|газа|тепла|электро\p{L}{2,8})|[Рр]емонт\p{L}{0,2} (?:дороги|теплотрассы)|[Жж]д[её]м вас|[Пп]риходите)[^\n.]{0,24}$/u
