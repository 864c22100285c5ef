using System.Security.Cryptography;

namespace AiGateway.Sidecar.Redirects;

/// <summary>
/// <c>prove</c>: tries the redirect as the agent will meet it, and leaves what it saw for the sidecar. 0 where every check held, 1 where one did not, 78 where it was told nonsense. It has no right of its own, and is
/// over in a few seconds.
/// </summary>
internal static class ProveCommand
{
    private const int NonceBytes = 32;

    public static async Task<int> RunAsync(string[] words, PodMessages messages, TimeProvider time)
    {
        var arguments = RedirectArguments.Read(words, out var error);
        if (arguments is { Proof: null }) error = "a file for the proof is wanted, last";
        if (arguments is { Exempt.Length: > 1 }) error = "--exempt is for redirect";
        if (arguments?.Proof is not { } path || error is not null)
        {
            messages.Fail($"prove: {error}");
            return RedirectArguments.ConfigurationExitCode;
        }

        var nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        var reason = await FirstFailureAsync(arguments, nonce, time);
        reason = Leave(path, new() { At = time.GetUtcNow(), Nonce = Convert.ToHexStringLower(nonce), Redirected = reason is null, Reason = reason }) ?? reason;
        if (reason is null)
        {
            messages.Say("prove: the agent is redirected");
            return 0;
        }

        messages.Fail($"prove: {reason}");
        if (!arguments.Lower) return 1;
        messages.Say("prove: the pod runs as it is; its policy lets it run at a lower level");
        return 0;
    }

    private static async Task<string?> FirstFailureAsync(RedirectArguments arguments, byte[] nonce, TimeProvider time)
    {
        if (ProcessRights.ReadOwn().WhyItProvesNothing is { } unfit) return unfit;
        try
        {
            var servers = NameServers.Read(arguments.ResolvConf);
            using var checks = new ProofChecks(arguments, nonce, time);
            return await checks.FirstFailureAsync(servers, PodAddresses.ReadIPv6());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"the name servers could not be read: {failure.Message}";
        }
    }

    /// <summary>Without a proof the sidecar says that there is none, which is no redirect.</summary>
    private static string? Leave(string path, RedirectProof proof)
    {
        try
        {
            ProofFile.Write(path, proof);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"the proof could not be written: {failure.Message}";
        }
    }
}
