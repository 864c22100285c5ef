using AiGateway.Contracts;
using AiGateway.Operator.Resources.Tokens;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace AiGateway.Operator.Tokens;

/// <summary>AWS STS AssumeRole: a user's keys become a session of the role, by Amazon's own client over our own connections.</summary>
internal static class RoleExchange
{
    /// <summary>What every role allows; a role's own bound may be longer, never shorter.</summary>
    private const int SessionSeconds = 3600;

    public static async Task<ExchangedToken> RunAsync(Uri url, RoleRequest role, HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var sts = new AmazonSecurityTokenServiceClient(CredentialsOf(role), new AmazonSecurityTokenServiceConfig
            {
                ServiceURL = url.AbsoluteUri,
                AuthenticationRegion = role.Region,
                MaxErrorRetry = 0,
                HttpClientFactory = new SharedHttpClient(http),
            });
            var answer = await sts.AssumeRoleAsync(
                new AssumeRoleRequest { RoleArn = role.RoleArn, RoleSessionName = role.SessionName, ExternalId = role.ExternalId, DurationSeconds = SessionSeconds },
                cancellationToken);
            return Read(answer.Credentials);
        }
        catch (AmazonServiceException refused)
        {
            return new() { Error = WordOf(refused) };
        }
    }

    private static AWSCredentials CredentialsOf(RoleRequest role) => role.SessionToken is { } session
        ? new SessionAWSCredentials(role.AccessKeyId, role.SecretAccessKey.Reveal(), session.Reveal())
        : new BasicAWSCredentials(role.AccessKeyId, role.SecretAccessKey.Reveal());

    private static ExchangedToken Read(Credentials session) => new()
    {
        Token = new SecretText(session.SecretAccessKey),
        AccessKeyId = session.AccessKeyId,
        SessionToken = new SecretText(session.SessionToken),
        ExpiresAt = session.Expiration is { } end ? new DateTimeOffset(end.ToUniversalTime()) : null,
    };

    private static string WordOf(AmazonServiceException refused) =>
        refused.ErrorCode is { Length: > 0 and <= 64 } word && word.All(char.IsAsciiLetterOrDigit) ? word : $"Http{(int)refused.StatusCode}";

    /// <summary>Gives Amazon's client the connections that are guarded, and keeps it from closing them.</summary>
    private sealed class SharedHttpClient(HttpClient http) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => http;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }
}
