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

    /// <summary>A DNS label (RFC 1123), as the names of namespaces.</summary>
    public const string NamespaceName = @"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

    /// <summary>A word for an endpoint, or a path below one of the dialects' prefixes.</summary>
    public const string Endpoint =
        "^(files|batches|responses|conversations|assistants|vectorStores|fineTuning|containers|uploads|evals|cachedContents"
            + "|/(openai|anthropic|gemini|azure|bedrock)/[-._~:@a-zA-Z0-9/]+)$";

    /// <summary>A key in a Secret's data.</summary>
    public const string SecretKey = @"^[-._a-zA-Z0-9]+$";

    /// <summary>http or https, without user info, query or fragment.</summary>
    public const string BaseUrl = @"^https?://[^/?#@\s]+(/[^?#\s]*)?$";

    /// <summary>A DNS name or an IP address.</summary>
    public const string HostName = @"^[a-zA-Z0-9:]([-.:a-zA-Z0-9]*[a-zA-Z0-9:])?$";

    /// <summary>A host or *.host, or a range of addresses, and ports; see <see cref="AiGateway.Contracts.EgressTarget"/>, which says the rest.</summary>
    public const string EgressTarget = @"^([*][.])?[-_.a-zA-Z0-9]+(/[0-9]{1,2})?(:([0-9]{1,5}(-[0-9]{1,5})?|[*]))?$|^\[?[.:0-9a-fA-F]+(/[0-9]{1,3})?\]?(:([0-9]{1,5}(-[0-9]{1,5})?|[*]))?$";

    /// <summary>A host, or *. and what hosts end in.</summary>
    public const string HostPattern = @"^([*][.])?[-_a-zA-Z0-9]+([.][-_a-zA-Z0-9]+)*$";

    /// <summary>A region or location of a cloud: it becomes part of a host's name.</summary>
    public const string CloudName = @"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

    /// <summary>A Google Cloud project, one of a domain too.</summary>
    public const string GcpProject = @"^[a-z0-9]([-:.a-z0-9]*[a-z0-9])?$";

    /// <summary>The ARN of a role, in any partition of AWS.</summary>
    public const string RoleArn = @"^arn:[-a-z0-9]+:iam::[0-9]{12}:role/[-+=,.@_/a-zA-Z0-9]+$";

    /// <summary>What AWS takes as an external id.</summary>
    public const string ExternalId = @"^[-+=,.@:/_a-zA-Z0-9]+$";

    /// <summary>What AWS takes as a session's name.</summary>
    public const string SessionName = @"^[-+=,.@_a-zA-Z0-9]+$";

    /// <summary>An application's id in Entra.</summary>
    public const string ClientId = @"^[-a-zA-Z0-9]+$";

    /// <summary>A date, with a suffix for previews.</summary>
    public const string ApiVersion = @"^[-.a-zA-Z0-9]+$";

    /// <summary>A time, as 1m30s; see <see cref="AiGateway.Contracts.Duration"/>.</summary>
    public const string Duration = @"^([0-9]{1,7}(ms|h|m|s))+$";

    /// <summary>The name of a member of a JSON object; no control characters.</summary>
    public const string Member = @"^[^\x00-\x1F\x7F]+$";

    /// <summary>A definition's name and the hash of its canonical JSON; see <see cref="AiGateway.Contracts.ToolPin"/>.</summary>
    public const string ToolPin = @"^[^\x00-\x1F\x7F]+@sha256:[0-9a-f]{64}$";

    /// <summary>A DNS subdomain, or <c>*</c> for all.</summary>
    public const string ServerName = @"^([*]|[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*)$";

    /// <summary>The name of a header (RFC 9110, section 5.6.2).</summary>
    public const string HeaderName = @"^[-!#$%&'*+.^_`|~0-9a-zA-Z]+$";

    /// <summary>An absolute URI without a fragment (RFC 8707, section 2), or <c>none</c>.</summary>
    public const string Resource = @"^(none|[a-zA-Z][-+.a-zA-Z0-9]*:[!-""$-~]+)$";

    /// <summary>Visible ASCII without spaces.</summary>
    public const string VisibleAscii = @"^[!-~]+$";

    /// <summary>The name of a rule of a check.</summary>
    public const string RuleName = "^[a-zA-Z][-_a-zA-Z0-9]*$";

    /// <summary>What stands in brackets in place of a masked text.</summary>
    public const string MaskLabel = "^[A-Z][A-Z0-9_]*$";

    /// <summary>A guardrail's id or ARN, as the API reference of ApplyGuardrail has them.</summary>
    public const string BedrockGuardrail = "^([a-z0-9]+|arn:aws(-[a-z0-9-]+)?:bedrock:[-a-z0-9]+:[0-9]{12}:guardrail/[a-z0-9]+)$";

    /// <summary>A guardrail's version, as the API reference of ApplyGuardrail has it.</summary>
    public const string BedrockVersion = "^([1-9][0-9]{0,7}|DRAFT)$";

    /// <summary><c>programmed/matched</c>.</summary>
    public const string Summary = @"^[0-9]+/[0-9]+$";

    /// <summary><c>wanted reached/counted</c>.</summary>
    public const string LevelSummary = "^(Cooperative|Redirected) [0-9]+/[0-9]+$";

    /// <summary>Text of one line: no control characters, no line separators.</summary>
    public const string OneLine = @"^[^\x00-\x1F\x7F\x{2028}\x{2029}]+$";

    /// <summary>The name of a kind of the API.</summary>
    public const string KindName = "^[A-Z][A-Za-z0-9]*$";

    /// <summary>A time in whole seconds, as 1h30m; see <see cref="AiGateway.Contracts.Duration"/>.</summary>
    public const string Window = @"^([0-9]{1,7}(h|m|s))+$";

    /// <summary>server/tool, exact or a prefix that ends in <c>*</c>; no control characters.</summary>
    public const string ServerTool = @"^([-.a-z0-9]*[*]|[-.a-z0-9]+/([*]|[^*\x00-\x1F\x7F]+[*]?))$";

    /// <summary>An amount of money with at most nine digits behind the point.</summary>
    public const string Money = "^[0-9]{1,7}([.][0-9]{1,9})?$";

    /// <summary>US dollars with two to nine digits behind the point.</summary>
    public const string Dollars = "^[0-9]{1,12}[.][0-9]{2,9}$";
}
