/** ISO 3166 code, then names of the country in seven languages and its usual short forms, without accents. */
const COUNTRIES = `
DE germany, deutschland, allemagne, alemania, germania, duitsland, alemanha, brd
AT austria, osterreich, oesterreich, autriche, oostenrijk
CH switzerland, schweiz, suisse, suiza, svizzera, zwitserland, suica
FR france, frankreich, francia, frankrijk, franca
ES spain, spanien, espagne, espana, spagna, spanje, espanha
IT italy, italien, italie, italia
PT portugal, portogallo
NL netherlands, the netherlands, niederlande, pays-bas, paises bajos, paesi bassi, nederland, holland, paises baixos
BE belgium, belgien, belgique, belgica, belgio, belgie
LU luxembourg, luxemburg, luxemburgo, lussemburgo
GB united kingdom, uk, u.k., great britain, england, scotland, wales, northern ireland, grossbritannien, vereinigtes konigreich, royaume-uni, reino unido, regno unito
IE ireland, irland, irlande, irlanda
US united states, usa, u.s.a., united states of america, vereinigte staaten, etats-unis, estados unidos, stati uniti, u.s.
CA canada, kanada
MX mexico, mexiko, mexique
BR brazil, brasilien, bresil, brasil
AR argentina, argentinien, argentine
CL chile, chili
CO colombia, kolumbien, colombie
PE peru, perou
VE venezuela
EC ecuador
UY uruguay
CR costa rica
DK denmark, danemark, danemark, dinamarca, danmark
SE sweden, schweden, suede, suecia, svezia, sverige
NO norway, norwegen, norvege, noruega, norge
FI finland, finnland, finlande, finlandia, suomi
IS iceland, island, islande
PL poland, polen, pologne, polonia, polska
CZ czech republic, czechia, tschechien, republique tcheque, republica checa
SK slovakia, slowakei, slovaquie
HU hungary, ungarn, hongrie, hungria
RO romania, rumanien, roumanie, rumania
BG bulgaria, bulgarien, bulgarie
GR greece, griechenland, grece, grecia
HR croatia, kroatien, croatie, croacia
SI slovenia, slowenien, slovenie
RS serbia, serbien, serbie
BA bosnia and herzegovina, bosnien und herzegowina, bosnia
UA ukraine, ucrania, ucraina
RU russia, russland, russie, rusia, russian federation
TR turkey, turkei, turquie, turquia, turkiye
EE estonia, estland, estonie
LV latvia, lettland, lettonie
LT lithuania, litauen, lituanie
MA morocco, marokko, maroc, marruecos
DZ algeria, algerien, algerie, argelia
TN tunisia, tunesien, tunisie
EG egypt, agypten, egypte, egipto
SN senegal
CI ivory coast, cote d'ivoire
CM cameroon, kamerun, cameroun
NG nigeria
GH ghana
KE kenya, kenia
ET ethiopia
ZA south africa, sudafrika, afrique du sud, sudafrica
IN india, indien, inde
PK pakistan
BD bangladesh
LK sri lanka
NP nepal
CN china, chine
HK hong kong
TW taiwan
JP japan, japon, giappone
KR south korea, korea, sudkorea, coree du sud
VN vietnam, viet nam
TH thailand
MY malaysia
SG singapore, singapur, singapour
ID indonesia, indonesien, indonesie
PH philippines, philippinen
AU australia, australien, australie
NZ new zealand, neuseeland, nouvelle-zelande
AE united arab emirates, uae, vereinigte arabische emirate, emirats arabes unis
SA saudi arabia
QA qatar
IL israel
LB lebanon, libanon, liban
IR iran
IQ iraq, irak
SY syria, syrien
AF afghanistan
GE georgia, georgien
KZ kazakhstan, kasachstan
CY cyprus, zypern
MT malta
`;

/** ISO code, then towns (by population, and the usual exonyms), without accents. */
const TOWNS = `
DE berlin, hamburg, munchen, munich, muenchen, koln, cologne, koeln, frankfurt, frankfurt am main, stuttgart, dusseldorf, duesseldorf, leipzig, dortmund, essen, bremen, dresden, hannover, hanover, nurnberg, nuremberg, nuernberg, duisburg, bochum, wuppertal, bielefeld, bonn, munster, muenster, karlsruhe, mannheim, augsburg, wiesbaden, gelsenkirchen, monchengladbach, braunschweig, chemnitz, kiel, aachen, halle, magdeburg, freiburg, freiburg im breisgau, krefeld, lubeck, mainz, erfurt, rostock, kassel, potsdam, saarbrucken, oldenburg, osnabruck, heidelberg, darmstadt, regensburg, ingolstadt, wurzburg, ulm, heilbronn, gottingen, wolfsburg, jena, trier, konstanz, tubingen, tuebingen, passau, bamberg, bayreuth, cottbus, schwerin, flensburg, esslingen, ludwigsburg, reutlingen, erlangen, furth, paderborn, hildesheim, giessen, marburg, weimar, zwickau, koblenz, leverkusen
AT wien, vienna, vienne, viena, graz, linz, salzburg, innsbruck, klagenfurt, villach, wels, st. polten, bregenz, dornbirn
CH zurich, zuerich, geneva, genf, geneve, ginebra, basel, bale, bern, berne, lausanne, winterthur, luzern, lucerne, st. gallen, lugano, biel, zug, fribourg, neuchatel
FR paris, marseille, lyon, toulouse, nice, nantes, montpellier, strasbourg, strassburg, bordeaux, lille, rennes, reims, toulon, saint-etienne, le havre, grenoble, dijon, angers, nimes, villeurbanne, clermont-ferrand, aix-en-provence, brest, tours, amiens, limoges, annecy, metz, besancon, perpignan, orleans, rouen, caen, mulhouse, nancy, avignon, poitiers, la rochelle, pau, lorient, quimper, colmar, chambery, valence, versailles, sophia antipolis
ES madrid, barcelona, valencia, sevilla, seville, zaragoza, malaga, murcia, palma, palma de mallorca, bilbao, alicante, cordoba, valladolid, vigo, gijon, granada, a coruna, la coruna, vitoria, vitoria-gasteiz, elche, oviedo, cartagena, pamplona, san sebastian, donostia, santander, burgos, salamanca, almeria, castellon, logrono, badajoz, huelva, lleida, tarragona, leon, cadiz, jaen, girona, toledo, las palmas, santiago de compostela, tenerife
IT rome, roma, rom, milan, milano, mailand, naples, napoli, turin, torino, palermo, genoa, genova, bologna, florence, firenze, bari, catania, venice, venezia, verona, messina, padua, padova, trieste, brescia, parma, modena, pisa, bergamo, trento, bolzano, perugia, cagliari
PT lisbon, lisboa, porto, braga, coimbra, aveiro, faro, funchal
NL amsterdam, rotterdam, the hague, den haag, utrecht, eindhoven, groningen, tilburg, almere, breda, nijmegen, arnhem, haarlem, enschede, maastricht, leiden, delft, zwolle, 's-hertogenbosch, den bosch
BE brussels, bruxelles, brussel, antwerp, antwerpen, ghent, gent, charleroi, liege, bruges, brugge, namur, leuven, mons
LU esch-sur-alzette
GB london, birmingham, manchester, glasgow, leeds, liverpool, sheffield, edinburgh, bristol, cardiff, leicester, coventry, bradford, belfast, nottingham, newcastle, newcastle upon tyne, southampton, portsmouth, plymouth, reading, derby, brighton, hull, wolverhampton, aberdeen, dundee, cambridge, oxford, york, exeter, bath, norwich, swansea, milton keynes, sunderland, luton, stoke-on-trent, preston, durham, lancaster, canterbury, londres
IE dublin, cork, galway, limerick, waterford
US new york, new york city, nyc, los angeles, chicago, houston, phoenix, philadelphia, san antonio, san diego, dallas, san jose, austin, jacksonville, fort worth, columbus, charlotte, san francisco, indianapolis, seattle, denver, washington, washington dc, boston, el paso, nashville, detroit, oklahoma city, portland, las vegas, memphis, louisville, baltimore, milwaukee, albuquerque, tucson, fresno, sacramento, kansas city, atlanta, omaha, raleigh, miami, oakland, minneapolis, tulsa, tampa, new orleans, cleveland, honolulu, pittsburgh, cincinnati, st. louis, orlando, salt lake city, brooklyn, palo alto, mountain view, berkeley, boulder, ann arbor, madison, buffalo, rochester
CA toronto, montreal, vancouver, calgary, edmonton, ottawa, winnipeg, quebec, quebec city, hamilton, halifax, waterloo, kitchener
MX mexico city, ciudad de mexico, cdmx, guadalajara, monterrey, puebla, tijuana, queretaro, merida
BR sao paulo, rio de janeiro, brasilia, salvador, fortaleza, belo horizonte, curitiba, recife, porto alegre, florianopolis, campinas
AR buenos aires, rosario, mendoza, la plata
CL santiago, santiago de chile, valparaiso
CO bogota, medellin, cali, barranquilla
PE lima, arequipa
EC quito, guayaquil
UY montevideo
VE caracas
CR san jose de costa rica
DK copenhagen, kobenhavn, kopenhagen, aarhus, odense, aalborg
SE stockholm, gothenburg, goteborg, malmo, uppsala, lund, linkoping, vasteras, orebro, umea
NO oslo, bergen, trondheim, stavanger, tromso
FI helsinki, espoo, tampere, turku, oulu
IS reykjavik
PL warsaw, warszawa, warschau, krakow, cracow, krakau, lodz, wroclaw, poznan, gdansk, szczecin, katowice, lublin, bydgoszcz, gdynia
CZ prague, praha, prag, brno, ostrava, plzen
SK bratislava, kosice
HU budapest, debrecen, szeged
RO bucharest, bucuresti, bukarest, cluj-napoca, cluj, timisoara, iasi, brasov
BG sofia, plovdiv, varna
GR athens, athen, athenes, thessaloniki, patras
HR zagreb, split, rijeka
SI ljubljana, maribor
RS belgrade, beograd, belgrad, novi sad, nis
BA sarajevo
UA kyiv, kiev, kharkiv, lviv, odesa, odessa, dnipro
RU moscow, moskau, moscou, saint petersburg, st. petersburg, novosibirsk, kazan
TR istanbul, ankara, izmir, antalya, bursa
EE tallinn, tartu
LV riga
LT vilnius, kaunas
MA casablanca, rabat, marrakech, fes, tanger, tangier, agadir
DZ algiers, alger, oran
TN tunis, sfax
EG cairo, kairo, alexandria, giza
SN dakar
CI abidjan
CM douala, yaounde
NG lagos, abuja, ibadan, kano, port harcourt
GH accra, kumasi
KE nairobi, mombasa
ET addis ababa
ZA johannesburg, cape town, durban, pretoria
IN mumbai, delhi, new delhi, bangalore, bengaluru, hyderabad, chennai, kolkata, pune, ahmedabad, jaipur, noida, gurgaon, gurugram, kochi, coimbatore, lucknow, indore, chandigarh, thiruvananthapuram, nagpur, mysore, mysuru
PK karachi, lahore, islamabad, rawalpindi, faisalabad
BD dhaka, chittagong
LK colombo
NP kathmandu
CN beijing, shanghai, shenzhen, guangzhou, hangzhou, chengdu, wuhan, nanjing, peking
TW taipei
JP tokyo, osaka, kyoto, yokohama, nagoya, fukuoka, tokio
KR seoul, busan, incheon
VN hanoi, ha noi, ho chi minh city, saigon, da nang, haiphong
TH bangkok, chiang mai
MY kuala lumpur, penang
ID jakarta, bandung, surabaya
PH manila, cebu, quezon city, makati
AU sydney, melbourne, brisbane, perth, adelaide, canberra
NZ auckland, wellington, christchurch
AE dubai, abu dhabi, sharjah
SA riyadh, jeddah
QA doha
IL tel aviv, jerusalem, haifa
LB beirut, beyrouth
IR tehran, teheran
IQ baghdad
SY damascus, damaskus, aleppo
AF kabul
GE tbilisi
KZ almaty, astana
CY nicosia, limassol
MT valletta
`;

const read = (table: string): ReadonlyMap<string, string> =>
  new Map(
    table
      .trim()
      .split('\n')
      .flatMap((line) =>
        line
          .slice(3)
          .split(', ')
          .map((name): [string, string] => [name, line.slice(0, 2)]),
      ),
  );

/** Folded name of a country → ISO 3166 code. */
export const COUNTRY_CODES: ReadonlyMap<string, string> = read(COUNTRIES);

/** Folded name of a town → ISO 3166 code of its country. Large towns only: small ones are known by the postcode or country beside them. */
export const TOWN_COUNTRIES: ReadonlyMap<string, string> = read(TOWNS);

/** Two-letter states and provinces that stand for a country behind a town: `Austin, TX`. */
export const STATES: ReadonlyMap<string, string> = new Map([
  ...'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC'
    .split(' ')
    .map((state): [string, string] => [state, 'US']),
  ...'ON QC BC AB MB SK NS NB NL PE'.split(' ').map((state): [string, string] => [state, 'CA']),
  ...'NSW VIC QLD'.split(' ').map((state): [string, string] => [state, 'AU']),
]);
