namespace AiGateway.Operator.Resources.Schema;

/// <summary>The regular expressions of the schema: RE2 and .NET read them alike. A value must match as a whole.</summary>
internal static class Patterns
{
    /// <summary>A model name, or a prefix that ends in <c>*</c>; no control characters.</summary>
    public const string ModelPattern = @"^[^*\x00-\x1F\x7F]*[*]?$";

    /// <summary>A model name without a wildcard; no control characters.</summary>
    public const string ModelName = @"^[^*\x00-\x1F\x7F]+$";

    /// <summary>A DNS subdomain (RFC 1123), as the names of Kubernetes objects.</summary>
    public const string ObjectName = @"^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

    /// <summary>A key in a Secret's data.</summary>
    public const string SecretKey = @"^[-._a-zA-Z0-9]+$";

    /// <summary>http or https, without user info, query or fragment.</summary>
    public const string BaseUrl = @"^https?://[^/?#@\s]+(/[^?#\s]*)?$";

    /// <summary>A DNS name or an IP address.</summary>
    public const string HostName = @"^[a-zA-Z0-9:]([-.:a-zA-Z0-9]*[a-zA-Z0-9:])?$";

    /// <summary><c>programmed/matched</c>.</summary>
    public const string Summary = @"^[0-9]+/[0-9]+$";
}
