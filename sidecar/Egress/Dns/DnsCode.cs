namespace AiGateway.Sidecar.Egress.Dns;

/// <summary>How a query ended (RFC 1035, section 4.1.1), as far as it is said here.</summary>
internal enum DnsCode
{
    NoError = 0,
    FormatError = 1,
    ServerFailure = 2,
    NotImplemented = 4,
    Refused = 5,
}
