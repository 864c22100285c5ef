using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AiGateway.Sidecar.Redirects.Kernel;

/// <summary>
/// A netlink(7) socket to the kernel's netfilter. A request is handled within <c>send</c>, so that its answers are there when that returns: nothing is waited for.
/// .NET's own sockets know no such family.
/// </summary>
internal sealed class NetlinkSocket : IDisposable
{
    private const int FamilyNetlink = 16;
    private const int Raw = 3;
    private const int CloseOnExec = 0x80000;
    private const int Netfilter = 12;
    private const int LevelNetlink = 270;
    private const int CapAck = 10;
    private const int ExtendedAck = 11;
    private const int DontWait = 0x40;

    /// <summary>The kernel fills at most 32 KiB at a time for a dump.</summary>
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly SafeFileHandle _handle;

    private NetlinkSocket(SafeFileHandle handle) => _handle = handle;

    /// <summary>Opens one; null and the error's number where the kernel or a sandbox has none.</summary>
    public static NetlinkSocket? TryOpen(out int errno)
    {
        var number = OpenSocket(FamilyNetlink, Raw | CloseOnExec, Netfilter);
        errno = number < 0 ? Marshal.GetLastPInvokeError() : 0;
        if (number < 0) return null;

        var opened = new SafeFileHandle(number, ownsHandle: true);
        // Both only make answers shorter and clearer; a kernel without them answers too.
        var yes = 1;
        _ = SetOption(opened, LevelNetlink, CapAck, ref yes, sizeof(int));
        _ = SetOption(opened, LevelNetlink, ExtendedAck, ref yes, sizeof(int));
        return new NetlinkSocket(opened);
    }

    /// <summary>Sends messages as one; 0, or the error's number.</summary>
    public int Send(ReadOnlySpan<byte> messages) =>
        Send(_handle, ref MemoryMarshal.GetReference(messages), messages.Length, 0) < 0 ? Marshal.GetLastPInvokeError() : 0;

    /// <summary>The next answers, which the next call overwrites; none where there are no more, or where they were lost (<paramref name="errno"/> says which).</summary>
    public ReadOnlySpan<byte> Receive(out int errno)
    {
        var count = Receive(_handle, ref MemoryMarshal.GetArrayDataReference(_buffer), _buffer.Length, DontWait);
        errno = count < 0 ? Marshal.GetLastPInvokeError() : 0;
        return _buffer.AsSpan(0, (int)Math.Max(count, 0));
    }

    public void Dispose() => _handle.Dispose();

    [DllImport("libc", EntryPoint = "socket", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenSocket(int family, int type, int protocol);

    [DllImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetOption(SafeFileHandle socket, int level, int name, ref int value, int length);

    [DllImport("libc", EntryPoint = "send", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Send(SafeFileHandle socket, ref byte bytes, nint length, int flags);

    [DllImport("libc", EntryPoint = "recv", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Receive(SafeFileHandle socket, ref byte bytes, nint length, int flags);
}
