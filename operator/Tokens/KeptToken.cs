using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources.Tokens;

namespace AiGateway.Operator.Tokens;

/// <summary>One token that is wanted, what its endpoint last said, and when it is asked again. Immutable.</summary>
internal sealed record KeptToken(TokenRequest Request, DateTimeOffset DueAt)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>No endpoint is asked more often than this, however short its tokens live.</summary>
    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(5);

    /// <summary>What the compiler sees; null before the first answer.</summary>
    public ExchangedToken? Answer { get; init; }

    private int Refusals { get; init; }

    /// <summary>After an answer: renewed at about three quarters of its life; or asked again after a wait that doubles.</summary>
    public KeptToken After(ExchangedToken answer, DateTimeOffset now, Jitter jitter)
    {
        if (answer.Token is not null)
        {
            var life = answer.ExpiresAt - now ?? TimeSpan.FromHours(1);
            var wait = jitter.Longer(life * 0.7, 0.07);
            return this with { Answer = answer, Refusals = 0, DueAt = now + (wait < ShortestLife ? ShortestLife : wait) };
        }

        var holds = Answer?.Token is not null && Answer.ExpiresAt > now;
        return this with
        {
            Answer = holds ? Answer! with { Error = answer.Error } : answer,
            Refusals = Refusals + 1,
            DueAt = now + jitter.Backoff(FirstWait, LongestWait, Refusals),
        };
    }
}
