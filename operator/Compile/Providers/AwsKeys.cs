namespace AiGateway.Operator.Compile.Providers;

/// <summary>The keys that AWS credentials have in a Secret's data.</summary>
internal static class AwsKeys
{
    public const string Id = "accessKeyId";
    public const string Secret = "secretAccessKey";
    public const string Session = "sessionToken";
}
