using System.Diagnostics;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace AiGateway.Rig;

/// <summary>
/// A network of its own on this machine (ip-netns(8)): rules, interfaces and sockets in it concern nothing else. Disposing it ends the processes in it and removes it; what a run that was ended from outside left is
/// removed by the next. Wants root.
/// </summary>
public sealed class NetworkNamespace : IDisposable
{
    private const string Prefix = "aigw-";
    private const string Folder = "/run/netns";
    private const int NewNetwork = 0x40000000;

    private static readonly Lazy<string?> Obstacle = new(FindObstacle);
    private static int _count;

    private NetworkNamespace(string name) => Name = name;

    public string Name { get; }

    /// <summary>What stands in this folder, programs that are started within find in the place of the machine's own file of that name in /etc (ip-netns(8)). Made by who needs it.</summary>
    public string Files => FilesOf(Name);

    /// <summary>Why this machine cannot have any, for a test to be skipped with; null where it can.</summary>
    public static string? Missing => Obstacle.Value;

    /// <summary>Makes one, with its loopback up.</summary>
    public static NetworkNamespace Create()
    {
        var made = new NetworkNamespace($"{Prefix}{Environment.ProcessId}-{Interlocked.Increment(ref _count)}");
        RunTool("ip", "netns", "add", made.Name);
        made.Ip("link", "set", "lo", "up");
        return made;
    }

    /// <summary>Runs <c>ip</c> within.</summary>
    public string Ip(params string[] arguments) => RunTool("ip", ["-n", Name, .. arguments]);

    /// <summary>Runs a program within, to its end, which must be a good one; what it wrote.</summary>
    public string Run(string program, params string[] arguments) => RunTool("ip", ["netns", "exec", Name, program, .. arguments]);

    /// <summary>Starts a program within, as a user that has no right at all, or as root.</summary>
    public ChildProcess Start(uint user, string program, params string[] arguments) =>
        Start(user, new Dictionary<string, string>(), program, arguments);

    public ChildProcess Start(uint user, IReadOnlyDictionary<string, string> environment, string program, params string[] arguments)
    {
        var id = user.ToString(CultureInfo.InvariantCulture);
        string[] becoming = user == 0 ? [] : ["setpriv", "--reuid", id, "--regid", id, "--clear-groups", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"];
        return ChildProcess.Start(environment, "ip", ["netns", "exec", Name, .. becoming, program, .. arguments]);
    }

    /// <summary>Sets a value below <c>/proc/sys</c>, as <c>net/ipv4/ip_forward</c>.</summary>
    public void Set(string name, string value) => In(() => File.WriteAllText($"/proc/sys/{name}", value));

    public void In(Action work) => In<object?>(() =>
    {
        work();
        return null;
    });

    /// <summary>
    /// Does something on a thread that stands in this network, with a user's id on the sockets (and files) that it opens. A socket belongs to the network and the user in which it was opened, wherever it is used
    /// afterwards; so open it here and bind, connect and send with it anywhere.
    /// </summary>
    public T In<T>(Func<T> work, uint user = 0)
    {
        var result = default(T)!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Enter();
                _ = SetFileUser(user);
                result = work();
            }
            catch (Exception thrown)
            {
                failure = ExceptionDispatchInfo.Capture(thrown);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }

    public void Dispose() => Remove(Name);

    private void Enter()
    {
        using var file = File.OpenHandle(Path.Combine(Folder, Name));
        if (SetNamespace(file, NewNetwork) != 0) throw new InvalidOperationException($"setns: error {Marshal.GetLastPInvokeError()}");
    }

    private static string FilesOf(string name) => Path.Combine("/etc/netns", name);

    private static string? FindObstacle()
    {
        if (!Environment.IsPrivilegedProcess) return "network namespaces want root";
        try
        {
            RemoveLeftOvers();
            RunTool("setpriv", "--version");
            Create().Dispose();
            return null;
        }
        catch (Exception failure) when (failure is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return $"network namespaces cannot be made here: {failure.Message}";
        }
    }

    private static void RemoveLeftOvers()
    {
        if (!Directory.Exists(Folder)) return;
        foreach (var name in Directory.EnumerateFiles(Folder, Prefix + "*").Select(file => Path.GetFileName(file)!))
        {
            if (!Directory.Exists($"/proc/{name.Split('-')[1]}")) Remove(name);
        }
    }

    private static void Remove(string name)
    {
        foreach (var id in RunTool("ip", "netns", "pids", name).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (int.Parse(id, CultureInfo.InvariantCulture) is var process && process != Environment.ProcessId) End(process);
        }

        RunTool("ip", "netns", "delete", name);
        if (Directory.Exists(FilesOf(name))) Directory.Delete(FilesOf(name), recursive: true);
    }

    private static void End(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            process.WaitForExit();
        }
        catch (ArgumentException)
        {
            // It has ended by itself.
        }
    }

    private static string RunTool(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {output}{errors.Result}");
    }

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetNamespace(Microsoft.Win32.SafeHandles.SafeFileHandle file, int kind);

    /// <summary>Of this thread alone.</summary>
    [DllImport("libc", EntryPoint = "setfsuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetFileUser(uint user);
}
