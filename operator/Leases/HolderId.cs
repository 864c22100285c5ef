using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AiGateway.Operator.Leases;

/// <summary>One process of one pod, by the first eight bytes of the SHA-256 of the pod's uid and of the process' epoch: ten thousand of them fit one object. Neither is an agent's to choose.</summary>
internal readonly record struct HolderId(ulong Pod, ulong Epoch) : IComparable<HolderId>
{
    public static HolderId Of(string podUid, string epoch) => new(Hash(podUid), Hash(epoch));

    public static ulong Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    public int CompareTo(HolderId other) => (Pod, Epoch).CompareTo((other.Pod, other.Epoch));
}
