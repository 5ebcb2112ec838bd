import { genericOAuth } from 'better-auth/plugins';
import type { Oidc } from '../config/config.ts';

type Claims = { iss?: string; aud?: string | string[]; sub?: string; exp?: number; email?: string; email_verified?: unknown; name?: string };
type Profile = Claims & { sub: string };

export const oidcProvider = 'oidc';

/**
 * Single sign-on with the endpoints of the configuration. The ID token comes straight from the token endpoint, so TLS
 * vouches for it (OpenID Connect Core 3.1.3.7); issuer, audience and expiry are checked, and the subject of both answers.
 */
export function oidcPlugin(oidc: Oidc) {
  return genericOAuth({
    config: [
      {
        providerId: oidcProvider,
        name: oidc.name,
        clientId: oidc.clientId,
        clientSecret: oidc.clientSecret,
        authorizationUrl: oidc.authorizationUrl,
        tokenUrl: oidc.tokenUrl,
        userInfoUrl: oidc.userInfoUrl,
        scopes: ['openid', 'email', 'profile'],
        pkce: true,
        disableSignUp: !oidc.domains.length,
        accountSubject: ({ profile }) => String(profile.sub ?? ''),
        async getUserInfo(tokens) {
          const claims = tokens.idToken ? readClaims(tokens.idToken) : null;
          if (claims && !isForUs(claims, oidc)) return null;
          const profile = tokens.accessToken ? await fetchProfile(oidc.userInfoUrl, tokens.accessToken) : null;
          if (claims && profile && claims.sub !== profile.sub) return null;
          const known = { ...claims, ...profile };
          if (!known.sub || !known.email) return null;
          return { ...known, emailVerified: String(known.email_verified) === 'true', name: known.name ?? known.email } as never;
        },
      },
    ],
  });
}

function readClaims(idToken: string): Claims {
  try {
    return JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8')) as Claims;
  } catch {
    return {};
  }
}

function isForUs(claims: Claims, oidc: Oidc): boolean {
  const audiences = [claims.aud ?? []].flat();
  const sameIssuer = claims.iss?.replace(/\/$/, '') === oidc.issuer.replace(/\/$/, '');
  return sameIssuer && audiences.includes(oidc.clientId) && (claims.exp ?? 0) * 1000 > Date.now();
}

async function fetchProfile(url: string, accessToken: string): Promise<Profile | null> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${accessToken}`, accept: 'application/json' }, signal: AbortSignal.timeout(10_000) });
  return response.ok ? ((await response.json()) as Profile) : null;
}
