using System.Runtime.InteropServices;

namespace AiGateway.Probe.Attempts;

/// <summary>By becoming somebody else, or by changing the rules. The attacker is root in its container.</summary>
internal static partial class Privileges
{
    private const uint Sidecar = 15080;
    private const int Inet = 2;
    private const int Packet = 17;
    private const int Netlink = 16;
    private const int Raw = 3;
    private const int Netfilter = 12;
    private const int Connected = 7;
    private const int LeadsNowhere = 8;
    private const int NotMade = 9;
    private const string Copy = "/tmp/probe-of-another";

    public static IEnumerable<Attempt> All =>
    [
        new("raw socket", _ => Open(Inet, Raw, 255)),
        new("packet socket", _ => Open(Packet, Raw, 0x0300)),
        new("setuid to the sidecar's user", _ => Try("setresuid", SetUsers(Sidecar, Sidecar, Sidecar))),
        new("setgid to the sidecar's group", _ => Try("setresgid", SetGroups(Sidecar, Sidecar, Sidecar))),
        new("a program with the sidecar's set-user-id bit", SetUserIdBitAsync),
        new("mark on a socket", _ => Mark()),
        new("delete the rules by netlink", _ => DeleteRules()),
        new("another network", UnshareAsync),
    ];

    public static int PrintOwner()
    {
        Console.WriteLine($"{EffectiveUser()}");
        return 0;
    }

    private static Outcome Try(string what, int result) => result < 0 ? Outcome.Refused($"{what}: errno {Marshal.GetLastPInvokeError()}") : Outcome.Arrived($"{what} succeeded");

    private static Outcome Open(int family, int type, int protocol)
    {
        var socket = OpenSocket(family, type, protocol);
        return Try("socket", socket);
    }

    private static Outcome Mark()
    {
        var (socket, mark) = (OpenSocket(Inet, 1, 0), 0x539);
        return Try("SO_MARK", SetOption(socket, 1, 36, ref mark, sizeof(int)));
    }

    /// <summary>A copy that belongs to the sidecar's user and would run as it.</summary>
    private static async Task<Outcome> SetUserIdBitAsync(Surroundings around)
    {
        File.Copy(Environment.ProcessPath!, Copy, overwrite: true);
        if (ChangeOwner(Copy, Sidecar, Sidecar) < 0) return Outcome.Refused($"chown: errno {Marshal.GetLastPInvokeError()}");
        File.SetUnixFileMode(Copy, UnixFileMode.SetUser | UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(Copy, "owner") { RedirectStandardOutput = true })!;
        var owner = (await process.StandardOutput.ReadToEndAsync()).Trim();
        return owner == $"{Sidecar}" ? Outcome.Arrived("it ran as the sidecar's user") : Outcome.Refused($"it ran as {owner}");
    }

    /// <summary>A request to delete our table (nf_tables, NFT_MSG_DELTABLE).</summary>
    private static Outcome DeleteRules()
    {
        var socket = OpenSocket(Netlink, Raw, Netfilter);
        if (socket < 0) return Try("netlink", socket);
        byte[] message = [40, 0, 0, 0, 0x02, 0x0a, 5, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 14, 0, 1, 0, .. "aigateway\0"u8, 0, 0];
        byte[] begin = [20, 0, 0, 0, 0x10, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10];
        byte[] end = [20, 0, 0, 0, 0x11, 0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10];
        byte[] batch = [.. begin, .. message, .. end];
        if (Send(socket, batch, batch.Length, 0) < 0) return Try("send", -1);
        var answer = new byte[256];
        var length = Receive(socket, answer, answer.Length, 0);
        var error = length >= 20 ? BitConverter.ToInt32(answer, 16) : -1;
        return error == 0 ? Outcome.Arrived("the table is deleted") : Outcome.Refused($"netlink: errno {-error}");
    }

    /// <summary>
    /// A user namespace of one's own has all capabilities, over a network that leads nowhere. A process that has threads may not make one, and its copy that may has only this one, in the
    /// middle of a runtime that knows of more: another process of ours tries it, again where that did not live to tell.
    /// </summary>
    private static async Task<Outcome> UnshareAsync(Surroundings around)
    {
        for (var turn = 0; turn < 10; turn++)
        {
            using var process = System.Diagnostics.Process.Start(Environment.ProcessPath!, ["network", $"{around.Denied}"]);
            await process.WaitForExitAsync();
            if (process.ExitCode == Connected) return Outcome.Arrived("a connection from a network of one's own");
            if (process.ExitCode == LeadsNowhere) return Outcome.Refused("a network of one's own leads nowhere");
            if (process.ExitCode == NotMade) return Outcome.Refused("a network of one's own cannot be made");
        }

        return Outcome.Arrived("no attempt lived to tell");
    }

    /// <summary>Dials from a network of its own, and ends with what came of it.</summary>
    public static unsafe int DialFromAnotherNetwork(System.Net.IPAddress target)
    {
        const nint NewUser = 0x10000000, NewNet = 0x40000000, Child = 17;
        var address = stackalloc byte[16] { Inet, 0, 4444 >> 8, 4444 & 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
        target.GetAddressBytes().CopyTo(new Span<byte>(address + 4, 4));
        _ = ConnectSocket(-1, address, 16); // Found in its library now: the child may do nothing but call.
        var status = 0;
        _ = WaitFor(-1, &status, 1);
        var clone = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 220 : 56;
        var child = SystemCall(clone, NewUser | NewNet | Child, 0, 0, 0, 0);
        if (child == 0) Exit(ConnectSocket(OpenSocket(Inet, 1, 0), address, 16) == 0 ? Connected : LeadsNowhere);
        if (child < 0) return NotMade;
        _ = WaitFor((int)child, &status, 0);
        return (status & 0x7f) == 0 ? status >> 8 & 0xff : 1;
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int OpenSocket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "setresuid", SetLastError = true)]
    private static partial int SetUsers(uint real, uint effective, uint saved);

    [LibraryImport("libc", EntryPoint = "setresgid", SetLastError = true)]
    private static partial int SetGroups(uint real, uint effective, uint saved);

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(int socket, int level, int name, ref int value, int length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int socket, byte[] bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(int socket, byte[] bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SystemCall(nint number, nint first, nint second, nint third, nint fourth, nint fifth);

    [LibraryImport("libc", EntryPoint = "connect")]
    private static unsafe partial int ConnectSocket(int socket, byte* address, int length);

    [LibraryImport("libc", EntryPoint = "waitpid")]
    private static unsafe partial int WaitFor(int process, int* status, int options);

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int code);
}
