import type { Profile } from '../../domain/profile.ts';

/**
 * Mailboxes of a role, not of a person: RFC 2142, and those that recruiters and human resources put on the CVs that they
 * forward. Two CVs that share one are not one person.
 */
const ROLES = new Set(
  `abuse admin administration application applications apply bewerbung bewerbungen career careers contact cv hello
  hostmaster hr humanresources info jobs karriere kontakt mail marketing noc office personal postmaster recruiter
  recruiting recruitment resume resumes rh rrhh sales security support talent team webmaster work`.split(
    /\s+/,
  ),
);

/** Sites whose page at this path belongs to one person. Everything else may be an employer's or a project's. */
const PROFILE_PAGES: readonly { readonly host: RegExp; readonly path: RegExp }[] = [
  { host: /^(?:[a-z]{2}\.)?linkedin\.com$/, path: /^\/(?:in|pub)\/[^/]+/ },
  { host: /^(?:github\.com|gitlab\.com|codeberg\.org|bitbucket\.org)$/, path: /^\/[^/]+$/ },
  { host: /^xing\.com$/, path: /^\/profile\/[^/]+/ },
  { host: /^(?:[a-z]{2}\.)?stackoverflow\.com$/, path: /^\/users\/\d+/ },
  { host: /^orcid\.org$/, path: /^\/[\dX-]{19}$/i },
  { host: /^(?:behance\.net|dribbble\.com|kaggle\.com)$/, path: /^\/[^/]+$/ },
  { host: /^medium\.com$/, path: /^\/@[^/]+/ },
];

/** E.164 has at most 15 digits and no assigned number has fewer than 7. */
const E164 = /^\+[1-9]\d{6,14}$/;

/**
 * What identifies the person of a profile, as `mail:…`, `phone:…` and `page:…`. Only what two people never share:
 * no role mailboxes, no phone numbers without a country, no home pages.
 */
export function personKeys(profile: Profile): readonly string[] {
  return [
    ...new Set([
      ...profile.emails.flatMap(({ value }) => mailKey(value)),
      ...profile.phones.flatMap(({ value }) => (E164.test(value) ? [`phone:${value}`] : [])),
      ...profile.links.flatMap(({ value }) => pageKey(value)),
    ]),
  ];
}

function mailKey(address: string): string[] {
  const mailbox = address.toLowerCase();
  const local = mailbox.slice(0, mailbox.lastIndexOf('@'));
  return local === '' || ROLES.has(local.replaceAll(/[._-]/g, '')) ? [] : [`mail:${mailbox}`];
}

function pageKey(link: string): string[] {
  if (!URL.canParse(link)) return [];
  const url = new URL(link);
  const host = url.hostname.toLowerCase().replace(/^www\./, '');
  const path = url.pathname.replace(/\/+$/, '').toLowerCase();
  for (const site of PROFILE_PAGES) {
    const page = site.host.test(host) ? site.path.exec(path)?.[0] : undefined;
    if (page !== undefined) return [`page:${host.replace(/^[a-z]{2}\.(?=linkedin)/, '')}${page}`];
  }
  return [];
}
