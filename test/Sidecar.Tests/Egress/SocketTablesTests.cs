using System.Net;
using System.Net.Sockets;
using System.Text;
using AiGateway.Sidecar.Egress;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Egress;

/// <summary>The kernel's tables of sockets, as they were recorded, and as they are.</summary>
public sealed class SocketTablesTests : IDisposable
{
    private const string Head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("sidecar-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("tcp", "   1: 0A00000A:C350 08080808:01BB 01 00000000:00000000 02:000A7B2C 00000000 15080        0 4711 2 0000000000000000 20 4 30 10 -1", true)]
    [InlineData("tcp", "   0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 15080        0 4711 1 0000000000000000 100 0 0 10 0", true)]
    [InlineData("tcp", "   2: 0A00000A:C350 08080808:01BB 06 00000000:00000000 03:000017B7 00000000     0        0 0 3 0000000000000000", false)]
    [InlineData("tcp", "   2: 0A00000A:C350 08080808:01BB 05 00000000:00000000 03:000017B7 00000000 15080        0 0 3 0000000000000000", false)]
    [InlineData("tcp", "   3: 0A00000A:C350 08080808:01BB 01 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0000000000000000", false)]
    [InlineData("tcp", "   4: 0100007F:C350 0100007F:3AEA 01 00000000:00000000 00:00000000 00000000 15080        0 4711 1 0000000000000000", false)]
    [InlineData("tcp6", "   5: 0000000000000000FFFF00000100007F:C350 0000000000000000FFFF00000100007F:3AEA 01 00000000:00000000 00:00000000 00000000 15080        0 4711 1 0", false)]
    [InlineData("tcp6", "   6: 00000000000000000000000001000000:C350 00000000000000000000000001000000:3AEA 01 00000000:00000000 00:00000000 00000000 15080        0 4711 1 0", false)]
    [InlineData("tcp6", "   7: B80D0120000000000000000001000000:C350 B80D0120000000000000000001000000:01BB 01 00000000:00000000 00:00000000 00000000 15080        0 4711 1 0", true)]
    [InlineData("udp", "  99: 00000000:14E9 00000000:0000 07 00000000:00000000 00:00000000 00000000 15080        0 4711 2 0000000000000000 0", true)]
    [InlineData("udp6", "  99: 00000000000000000000000000000000:14E9 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000 15080        0 4711 2 0 0", true)]
    [InlineData("raw", "   1: 00000000:0001 00000000:0000 07 00000000:00000000 00:00000000 00000000 15080        0 4711 2 0000000000000000 0", true)]
    [InlineData("raw6", "  58: 00000000000000000000000000000000:003A 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000 15080        0 4711 2 0 0", true)]
    public void Find_RecordedRow_IsOfTheUserAndReachesOut(string table, string row, bool found)
    {
        Write(table, Head + row + "\n");

        Assert.Equal(found ? [4711UL] : [], Find());
    }

    [Fact]
    public void Find_MoreRowsThanABufferHolds_ReadsEachWhole()
    {
        var rows = new StringBuilder(Head);
        for (var inode = 1; inode <= 5000; inode++)
            rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"{inode,4}: 0A00000A:C350 08080808:01BB 01 00000000:00000000 00:00000000 00000000 15080        0 {inode} 1 0\n");
        Write("tcp", rows.ToString());

        Assert.Equal(Enumerable.Range(1, 5000).Select(inode => (ulong)inode), Find().Order());
    }

    [Fact]
    public void Find_NoTables_IsNothing() => Assert.Empty(Find());

    [Fact]
    public void Find_LineWithoutEnd_IsAFault()
    {
        Write("tcp", new string('x', 100_000));

        Assert.Throws<IOException>(Find);
    }

    [Fact]
    public void Find_MoreThanTheBound_IsAFault()
    {
        using (var file = File.Create(Path.Combine(_folder, "tcp"))) file.SetLength(SocketTables.MaxBytes + 1);

        Assert.Throws<IOException>(Find);
    }

    [Fact]
    public void TryRead_AnyBytes_NeverThrows()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), line => !SocketRow.TryRead(line, out _)).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
        Prop.ForAll(ArbMap.Default.ArbFor<uint[]>(), fields => SocketRow.TryRead(Encoding.UTF8.GetBytes(string.Join(' ', fields)), out _) == fields.Length > 9)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Find_SocketsOfThisProcess_AreListedAndOurs()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Any, 0));
        var listed = new HashSet<ulong>();
        var own = new HashSet<ulong>();

        new SocketTables("/proc/net", EffectiveUser()).Find(listed);
        OwnSockets.Find(own);

        Assert.NotEmpty(listed.Intersect(own));
    }

    private static uint EffectiveUser()
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal));
        return uint.Parse(line.Split('\t')[2], System.Globalization.CultureInfo.InvariantCulture);
    }

    private void Write(string table, string text) => File.WriteAllText(Path.Combine(_folder, table), text);

    private HashSet<ulong> Find()
    {
        var inodes = new HashSet<ulong>();
        new SocketTables(_folder, 15080).Find(inodes);
        return inodes;
    }
}
