using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using AiGateway.Sidecar.Bodies;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>Hashes by which calls and what came of them are held against each other: equal values have equal hashes, however they are written. They never leave the process.</summary>
internal static class CallHash
{
    private const int HashBytes = 16;

    /// <summary>What stands for a task that was given in the place of a result: its id differs each time.</summary>
    private static readonly UInt128 s_task = OfBytes(new("task"u8.ToArray()));

    /// <summary>Of a JSON value; of none as of an empty object.</summary>
    public static UInt128 Of(in ReadOnlySequence<byte> value)
    {
        Span<byte> hash = stackalloc byte[CanonicalJson.HashBytes];
        if (value.IsEmpty) CanonicalJson.TryHash("{}"u8, hash);
        else if (!CanonicalJson.TryHash(value, hash)) return OfBytes(value);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    /// <summary>Of a text.</summary>
    public static UInt128 OfText(ReadOnlyMemory<byte> text) => OfBytes(new(text));

    /// <summary>Of what a message answers: its result or error, without what is said about it (<c>_meta</c>).</summary>
    public static UInt128 OfAnswer(in ReadOnlySequence<byte> message, ServerMessage members)
    {
        if (members.Find(1, ServerMember.Task) is not null || members.Find(1, ServerMember.ResultType) is { Word: ServerWord.Task }) return s_task;
        var answer = members.Root(ServerMember.Result) ?? members.Root(ServerMember.Error)!.Value;
        return OfMembers(message.Slice(answer.Value, answer.End - answer.Value));
    }

    /// <summary>Of an object that was read before; the order of its members does not count.</summary>
    private static UInt128 OfMembers(in ReadOnlySequence<byte> value)
    {
        var json = new Utf8JsonReader(value, new JsonReaderOptions { MaxDepth = MemberNames.MaxDepth });
        json.Read();
        UInt128 sum = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isMeta = json.ValueTextEquals("_meta"u8);
            var name = Of(value.Slice(json.TokenStartIndex, json.BytesConsumed - json.TokenStartIndex - 1));
            json.Read();
            var start = json.TokenStartIndex;
            json.Skip();
            if (!isMeta) sum += Join(name, Of(value.Slice(start, json.BytesConsumed - start)));
        }

        return sum;
    }

    private static UInt128 Join(UInt128 name, UInt128 value)
    {
        Span<byte> both = stackalloc byte[2 * HashBytes];
        BinaryPrimitives.WriteUInt128LittleEndian(both, name);
        BinaryPrimitives.WriteUInt128LittleEndian(both[HashBytes..], value);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(both, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private static UInt128 OfBytes(in ReadOnlySequence<byte> bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in bytes) hash.AppendData(part.Span);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash.GetHashAndReset());
    }
}
