/**
 * Letters that look like others: `letters:those that look like them`, from Unicode's table of confusable characters as far
 * as neither lower case nor compatibility tells it. The server has the whole table (participant.Skeleton); a test compares.
 */
const ALIKE = (
  "2:ᒿꛯ 3:३૩𑣊𖼻 6:бⳓ𑣕 7:𑣆 8:ȣ৪੪𐌚𞣋 9:৭੧୨൭ⳋ𑣌𑣖 a:ɑαаᗅꓮ𐊠𖽀 aa:ꜳ ae:æӕ ao:ꜵ au:ꜷ av:ꜹꜻ ay:ꜽ b:ᑲᖯᗷꓐ𐊂𐊡𐌁 c:ϲсငၚᴄⲥꓚꮯ𐊢𐌂𐐽𐔜𑣩𑣲 d:ԁᑯᗞᗪꓒꓓ " +
  "dz:ʣ e:еҽⴹꓰꬲ𐊆 f:ƒքᖴẝꓝꞙꬵ𐊇𐊥𐔥𑣂𝟊 g:ƍɡցᶃꓖ h:һհᕼꓧ𐋏 i:ıɩɪιіւⲓꙇꭵ𑣃 j:ϳјᒍꓙ k:ᛕꓗ𐔘 l:ǀӏוןا١۱ߊᒪᛁⵏꓡꓲ𐊊𐌉𐌠𐔦𖼖𖼨𞣇𑷚𑷡 ll:ǁװ ls:ʪ lz:ʫ " +
  "m:ᗰᛖꓟ𐊰𐌑𝚳𝛭𝜧𝝡𝞛 n:ոռꓠ𐔓 o:οσϭоօסه٥ھہە۵߀०০੦૦ଠ୦௦౦೦ഠ൦๐໐ဝ၀ჿዐ០ᴏᴑⲟⵔ〇ꓳꬽ𐊒𐊫𐐬𐓪𐔖𑓐𑣈𑣗𑣠 oe:œ oo:ꚙꝏ p:þƿρϸрᑭⲣⳏꓑ𐊕 q:ԛգզⵕ r:гᖇᴦⲅꓣꭇꭈꮁ𖼵 rn:𑜀𑣣 " +
  "s:ƽѕടꓢꜱꮪ𐊖𐑈𑣁𖼺 t:ꓔ𐊗𐊱𐌕𖼊 tf:ꝷ ts:ʦ u:ʋυսሀᑌᴜꓴꞟꭎꭒ𐓶𑣘𖽂 ue:ᵫ uo:ꭣ v:νѵט٧۷ᐯᴠⴸꓦꛟꮩ𐔝𑜆𑣀𖼈 w:ɯшѡԝաᴡⲽꓪꮃ𑜊𑜎𑜏𑣦𑣯 x:хᕁᕽᚷⵝꓫ𐊐𐊴𐌗𐌢𐔧𑣬𝚾𝛸𝜲𝝬𝞦 " +
  "y:ɣʏγуүყᶌỿⲩꓬꭚ𐊲𑣜𖽃 z:ᴢꓜꮓ𐋵𑣄𑣥𝚭𝛧𝜡𝝛𝞕"
).split(" ");

/** @type {Map<string, string>} */
const PROTOTYPES = new Map([["m", "rn"], ["0", "o"], ["1", "l"]]);
for (const group of ALIKE) {
  const [letters, those] = group.split(":");
  for (const one of those) PROTOTYPES.set(one, letters);
}

/**
 * What a name looks like: names that people take for one another have the same skeleton.
 *
 * @param {string} name
 */
export function skeletonOf(name) {
  const plain = name.toLowerCase().normalize("NFKC").toLowerCase().normalize("NFD").replace(/\p{Default_Ignorable_Code_Point}/gu, "");
  const mapped = Array.from(plain, (one) => PROTOTYPES.get(one) ?? one).join("");
  return mapped.replaceAll("\u2010", "-").replaceAll("m", "rn").replace(/\s+/g, " ").trim();
}
