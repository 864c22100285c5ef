using AiGateway.Rig;

namespace AiGateway.Egress.Tests;

/// <summary>The sidecar's program as this build made it, in a place where every user may run it.</summary>
public sealed class SidecarProgram : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aigateway-program-").FullName;

    public SidecarProgram()
    {
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(Checkout.SidecarBuild)!)) File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
    }

    private string Library => Path.Combine(_folder, Path.GetFileName(Checkout.SidecarBuild));

    /// <summary>Starts it in a network, as a user.</summary>
    public ChildProcess Start(NetworkNamespace where, uint user, params string[] arguments) => where.Start(user, "dotnet", [Library, .. arguments]);

    /// <summary>Starts what serves, as the sidecar's user, in a pod's network and with the pod's list of name servers, which nothing else on this machine sees.</summary>
    public ChildProcess Serve(PodNetwork network, IReadOnlyDictionary<string, string> environment) =>
        network.Pod.Start(0, environment, "sh", "-c", Becoming, "sh", network.ResolvConf, $"{RedirectedPod.Sidecar}", "dotnet", Library);

    /// <summary>Runs a program to its end as a user of the pod, with the pod's list of name servers; what it wrote.</summary>
    public static async Task<(int Code, string Told)> RunAsync(PodNetwork network, uint user, params string[] command)
    {
        await using var process = network.Pod.Start(0, "sh", ["-c", Becoming, "sh", network.ResolvConf, $"{user}", .. command]);
        var code = await process.EndAsync(Eventually.Bound);
        return (code, process.Told);
    }

    /// <summary>ip-netns(8) gives each program that it starts a view of the mounts of its own.</summary>
    private const string Becoming =
        "mount --bind \"$1\" /etc/resolv.conf && user=$2 && shift 2 && exec setpriv --reuid \"$user\" --regid \"$user\" --clear-groups --bounding-set=-all --inh-caps=-all --no-new-privs \"$@\"";

    /// <summary>Runs it to its end: the exit code, and what it told.</summary>
    public async Task<(int Code, string Told)> RunAsync(NetworkNamespace where, uint user, params string[] arguments)
    {
        await using var process = Start(where, user, arguments);
        var code = await process.EndAsync(Eventually.Bound);
        return (code, process.Told);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
