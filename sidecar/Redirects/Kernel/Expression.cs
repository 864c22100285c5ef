using System.Buffers.Binary;

namespace AiGateway.Sidecar.Redirects.Kernel;

/// <summary>
/// One step of a rule as the kernel runs it (linux/netfilter/nf_tables.h): it loads into a register, compares one, or ends with a verdict. A comparison that fails, and a load of what a packet has not got, go on to
/// the next rule. One register is enough here.
/// </summary>
/// <param name="Name">The kernel's name of it.</param>
/// <param name="Write">Writes its attributes.</param>
internal sealed record Expression(string Name, Action<NetlinkWriter> Write)
{
    private const int Register = 1;
    private const int VerdictRegister = 0;
    private const int Value = 1;
    private const int Verdict = 2;

    /// <summary>The kernel module that holds it where it is not part of nf_tables itself.</summary>
    public string? Module => Name switch
    {
        "ct" => "nft_ct",
        "redir" => "nft_redir",
        "counter" => "nft_counter",
        _ => null,
    };

    /// <summary>Loads what the kernel knows of the packet, as the owner of its socket.</summary>
    public static Expression Meta(int key) => new("meta", to => to.Number(1, Register).Number(2, key));

    /// <summary>Loads what the kernel knows of its connection.</summary>
    public static Expression Ct(int key) => new("ct", to => to.Number(1, Register).Number(2, key));

    /// <summary>Loads bytes of a header: 1 is the network's, 2 the transport's.</summary>
    public static Expression Payload(int header, int offset, int length) =>
        new("payload", to => to.Number(1, Register).Number(2, header).Number(3, offset).Number(4, length));

    /// <summary>Keeps only these bits.</summary>
    public static Expression Bits(byte[] mask) =>
        new("bitwise", to => to.Number(1, Register).Number(2, Register).Number(3, mask.Length)
            .Nest(4, data => data.Bytes(Value, mask)).Nest(5, data => data.Bytes(Value, new byte[mask.Length])));

    public static Expression IsEqual(params byte[] value) => Compare(0, value);

    public static Expression IsNot(params byte[] value) => Compare(1, value);

    public static Expression IsAtLeast(params byte[] value) => Compare(5, value);

    public static Expression Count() => new("counter", _ => { });

    /// <summary>Loads a port, for <see cref="Redirect"/>.</summary>
    public static Expression Port(ushort port) => new("immediate", to => to.Number(1, Register).Nest(2, data => data.Bytes(Value, Network(port))));

    /// <summary>To the loopback address of the packet's family (on its way out), at the port loaded before (NF_NAT_RANGE_PROTO_SPECIFIED).</summary>
    public static Expression Redirect() => new("redir", to => to.Number(1, Register).Number(3, 2));

    public static Expression End(int verdict) =>
        new("immediate", to => to.Number(1, VerdictRegister).Nest(2, data => data.Nest(Verdict, code => code.Number(1, verdict))));

    /// <summary>A number as headers have it.</summary>
    public static byte[] Network(ushort number)
    {
        var bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, number);
        return bytes;
    }

    /// <summary>A number as the kernel itself has it.</summary>
    public static byte[] Host(uint number) => BitConverter.GetBytes(number);

    private static Expression Compare(int operation, byte[] value) =>
        new("cmp", to => to.Number(1, Register).Number(2, operation).Nest(3, data => data.Bytes(Value, value)));
}
