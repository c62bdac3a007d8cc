/** A name whose value is a secret; not a file that holds one, nor how long one lives. */
export function namesSecret(key: string): boolean {
  return (
    /(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|PRIVATE_KEY|ENCRYPTION_KEY|SIGNING_KEY|_PASS|_PWD)(?:_|$)|^(?:PASS|PWD)$/i.test(
      key,
    ) &&
    !/_(?:FILE|PATH|TTL|LIFETIME|EXP|EXPIRY|EXPIRES\w*|EXPIRE\w*|LENGTH|LIMIT|LIMITS|COUNT|URL|URI|NAME|HEADER|ALGORITHM|TYPE|MINUTES|SECONDS|HOURS|DAYS)$/i.test(
      key,
    ) &&
    !/MAX_\w*TOKENS?|TOKENS$|TOKENIZER/i.test(key)
  );
}
