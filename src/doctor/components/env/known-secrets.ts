/** What examples, tutorials and first attempts have, without case, digits at the end and punctuation. */
const KNOWN = new Set(
  'password pass passwd pwd secret admin root user test postgres redis qdrant minioadmin guest example changeme change changethis changeit changemeplease replaceme replace default letmein qwerty welcome mysecretpassword mysecret supersecret secretkey mysecretkey jwtsecret yoursecretkey yoursecret yourpassword yourapikey yourtoken insecure dev development local demo token key abc todo xxx none null'.split(
    ' ',
  ),
);
const PLACEHOLDER =
  /change[-_ ]?(?:me|this|it|\w*(?:password|secret|key|token))|replace[-_ ]?(?:me|this|with)|your[-_ ]?(?:\w+[-_ ])?(?:secret|password|key|token)|^<.*>$|insert[-_ ]|not[-_ ]?secure/i;

/** A placeholder of an example, or a word that stands in every list of passwords: a secret to nobody. */
export function knownSecret(value: string): 'placeholder' | 'common' | undefined {
  if (PLACEHOLDER.test(value)) return 'placeholder';
  const plain = value.toLowerCase().replaceAll(/[^a-z]/g, '');
  return KNOWN.has(plain) || /^\d{1,12}$/.test(value) ? 'common' : undefined;
}
