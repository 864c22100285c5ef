namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>How a program ended, and what it wrote.</summary>
internal sealed record ShellResult(int ExitCode, string Output, string Error)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>Both streams, for a failure's message.</summary>
    public string All => $"{Output}\n{Error}".Trim();
}
