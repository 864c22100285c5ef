using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using AiGateway.Contracts;

namespace AiGateway.Operator.Leases;

/// <summary>One process of one pod, by the first eight bytes of the SHA-256 of the pod's uid, and by its epoch, which is larger than those of the pod's processes before: ten thousand of them fit one object. Neither is an agent's to choose.</summary>
internal readonly record struct HolderId(ulong Pod, ulong Epoch) : IComparable<HolderId>
{
    public static HolderId Of(string podUid, string epoch) => new(Hash(podUid), Epochs.Read(epoch) ?? Hash(epoch));

    /// <summary>Whether the other one is of the same pod and began later: then this one is dead, for a pod has one sidecar at a time.</summary>
    public bool IsBefore(HolderId other) => Pod == other.Pod && Epoch < other.Epoch;

    public static ulong Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    public int CompareTo(HolderId other) => (Pod, Epoch).CompareTo((other.Pod, other.Epoch));
}
