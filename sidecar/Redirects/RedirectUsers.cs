namespace AiGateway.Sidecar.Redirects;

/// <summary>The users that the rules tell apart; the injector gives each container its own.</summary>
internal static class RedirectUsers
{
    /// <summary>The sidecar, whose packets leave.</summary>
    public const uint Sidecar = 15080;

    /// <summary>The validator, whose packets must not.</summary>
    public const uint Validator = 15081;
}
