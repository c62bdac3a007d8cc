/**
 * Words that say nothing about a person, folded as in terms.ts: the closed word classes (articles, pronouns,
 * prepositions, auxiliaries) of English, German, French and Spanish. Left out although closed-class: words that are
 * also names of things people are searched by ("will", "may", "go", "r").
 */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  [
    'a an and any are as at be been but by can could did do does for from had has have he her hers him his how i if',
    'in into is it its me my no nor not of on or our ours out over own she should so some such than that the their',
    'theirs them then there these they this those through to too under until up us was we were what when where which',
    'while who whom whose why with within without would you your yours s t',
    'aber als am an auch auf aus bei bin bis das dass dem den der des die dies diese dieser durch ein eine einem einen',
    'einer eines er es fur hat ich ihr im ist mit nach nicht noch nur oder ohne sein sich sie sind sowie uber um und',
    'vom von vor war wir wird zu zum zur zwischen',
    'au aux avec ce ces cette chez comme dans de depuis des du elle en est et etre il je l la le les leur lors mes mon',
    'n ne nos notre nous ou par pas plus pour qu que qui sa sans ses son sont sous sur un une vers vos votre vous d',
    'al con del desde donde el ella entre era es esta este esto fue ha hasta la las lo los mas mi mis muy para pero por',
    'que se ser si sin sobre son su sus tambien una uno unos y ya',
  ].flatMap((line) => line.split(' ')),
);
