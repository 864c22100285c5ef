using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace AiGateway.Cli;

/// <summary>Reads the API as the user who calls: kubectl knows their cluster, their login and their rights, and none of that is done twice.</summary>
internal static class Kubectl
{
    /// <summary>What <c>kubectl get</c> prints with these arguments.</summary>
    /// <exception cref="KubectlException">kubectl is not there, or refused.</exception>
    public static async Task<JsonNode> ReadAsync(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("kubectl") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments.Append("--output=json").Prepend("get")) start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            var problem = process.StandardError.ReadToEndAsync();
            var text = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? JsonNode.Parse(text)! : throw new KubectlException((await problem).Trim());
        }
        catch (Win32Exception)
        {
            throw new KubectlException("kubectl is not in PATH: this is a plugin of it");
        }
    }
}
