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

    /// <summary>Runs it to its end: the exit code, and what it told.</summary>
    public async Task<(int Code, string Told)> RunAsync(NetworkNamespace where, uint user, params string[] arguments)
    {
        await using var process = Start(where, user, arguments);
        var code = await process.EndAsync(TimeSpan.FromSeconds(60));
        return (code, process.Told);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
