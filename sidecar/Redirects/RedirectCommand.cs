using System.Net;
using AiGateway.Sidecar.Redirects.Kernel;

namespace AiGateway.Sidecar.Redirects;

/// <summary><c>redirect</c>: puts the rules into the pod's kernel and ends. 0 where all of them stand there, 1 where one does not, 78 where it was told nonsense.</summary>
internal static class RedirectCommand
{
    public static int Run(ReadOnlySpan<string> words, PodMessages messages)
    {
        var arguments = RedirectArguments.Read(words, out var error);
        if (arguments is { Proof: { } file }) error = $"{file}: redirect writes no file";
        if (arguments is null || error is not null)
        {
            messages.Fail($"redirect: {error}");
            return RedirectArguments.ConfigurationExitCode;
        }

        if (Install(arguments, messages) is not { } problem) return 0;
        messages.Fail($"redirect: {problem}");
        if (!arguments.Lower) return 1;
        messages.Say("redirect: the pod runs without; its policy lets it run at a lower level");
        return 0;
    }

    /// <summary>What did not land; null where all did.</summary>
    private static string? Install(RedirectArguments arguments, PodMessages messages)
    {
        IReadOnlyList<IPAddress> servers;
        try
        {
            servers = NameServers.Read(arguments.ResolvConf);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"the name servers could not be read: {failure.Message}";
        }

        var own = PodAddresses.ReadIPv6();
        var (ip, ip6) = (new RuleSet(Family.Ip, arguments, servers, own).Table, new RuleSet(Family.Ip6, arguments, servers, own).Table);
        var problem = Install(ip, messages) ?? Install(ip6, messages);
        // At a lower level the pod runs on, and half a redirect is none.
        if (problem is not null && arguments.Lower && !(RuleKernel.Remove(ip) & RuleKernel.Remove(ip6))) messages.Say("redirect: what had landed could not be taken away");
        return problem;
    }

    /// <summary>A kernel that has no rules for IPv6 is enough for a pod that has no IPv6.</summary>
    private static string? Install(Table table, PodMessages messages)
    {
        var landing = RuleKernel.Install(table);
        if (landing.Problem is null)
        {
            messages.Say($"redirect: {landing.Rules} rules stand in table {table.Title}");
            return null;
        }

        if (!landing.Missing || table.Family != Family.Ip6 || PodAddresses.ReadIPv6().Count > 0) return landing.Problem;
        messages.Say($"redirect: no rules for IPv6, of which the pod has no address: {landing.Problem}");
        return null;
    }
}
