namespace AiGateway.Rig;

/// <summary>What a package-lock.json names, installed beside it once for all that ask.</summary>
public static class NodeModules
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(10);
    private static readonly SemaphoreSlim Installing = new(1);

    /// <summary>Whether this machine has what it takes.</summary>
    public static bool CanInstall => OnPath("node") && OnPath("npm");

    public static async Task InstallAsync(string folder)
    {
        await Installing.WaitAsync();
        try
        {
            if (IsInstalled(folder)) return;

            await using var npm = ChildProcess.Start(new Dictionary<string, string>(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder);
            if (await npm.EndAsync(Bound) != 0) throw new InvalidOperationException($"npm did not install {folder}.\n{npm.Told}");
        }
        finally
        {
            Installing.Release();
        }
    }

    /// <summary>npm writes what it installed beside it: it must be newer than what was asked for.</summary>
    private static bool IsInstalled(string folder)
    {
        var made = new FileInfo(Path.Combine(folder, "node_modules/.package-lock.json"));
        return made.Exists && made.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json"));
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
