using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace AiGateway.Conformance.Tests.Suite;

/// <summary>A Node.js that the suite runs on: the machine's own where it is new enough, else the one that npm brought.</summary>
internal static class NodeRuntime
{
    private const int Wanted = 22;

    public static string Path(string folder) =>
        Version("node") >= Wanted ? "node"
        : System.IO.Path.Combine(folder, $"node_modules/node-linux-{(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64")}/bin/node");

    private static int Version(string program)
    {
        using var process = Process.Start(new ProcessStartInfo(program, ["--version"]) { RedirectStandardOutput = true })!;
        var version = process.StandardOutput.ReadToEnd().TrimStart('v').Split('.')[0];
        process.WaitForExit();
        return int.Parse(version, CultureInfo.InvariantCulture);
    }
}
