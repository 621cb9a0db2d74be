/**
 * An encrypted key, whose passphrase is `secret`. A fixed one: of those with a salt of their own, one in 256 opens with a wrong
 * passphrase as far as its padding shows, and is refused for other reasons.
 */
export const ENCRYPTED_KEY = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAisgXi/5Iu3xgICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEAQIEEG611ghI7xlS5SOreqFY9bQEgZAk
pq1olu8ETYArmJrzObsomgAYM+PdgfU2lnOl1zzHRFhRmo/AU2j7lGP/1ZNWx2kW
UeCXSiwXHjgpomBKlyuA/ag7e9Idm9yhOkJbsPXsQTvcrl/j6OKdmp/nnXCPLUP9
ppSQZi7jAjjj21JLjgnSOgRIzzcxZgyI5pheov3zjx4gG0419ScJ+QP0WNDCA5g=
-----END ENCRYPTED PRIVATE KEY-----
`;

/** The same in DER. */
export const ENCRYPTED_KEY_DER: Uint8Array = Uint8Array.from(
  atob(ENCRYPTED_KEY.replace(/-----[^-]*-----|\s/g, '')),
  (letter) => letter.charCodeAt(0),
);
