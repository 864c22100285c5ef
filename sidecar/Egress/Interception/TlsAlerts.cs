using System.Security.Authentication;

namespace AiGateway.Sidecar.Egress.Interception;

/// <summary>What a client's alert says of the certificate that it was shown (RFC 8446, section 6.2).</summary>
internal static class TlsAlerts
{
    /// <summary>Where OpenSSL's numbers of the other side's alerts begin (SSL_AD_REASON_OFFSET); the number of a reason stands in an error's lower bits.</summary>
    private const int FirstReason = 1000;

    private const int ReasonBits = 0xFFF;

    /// <summary>bad_certificate, unsupported_certificate, certificate_revoked, certificate_expired, certificate_unknown, unknown_ca, access_denied.</summary>
    private static readonly int[] s_ofCertificate = [42, 43, 44, 45, 46, 48, 49];

    public static bool RefusesCertificate(AuthenticationException failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (s_ofCertificate.Contains((cause.HResult & ReasonBits) - FirstReason)) return true;
        }

        return false;
    }
}
