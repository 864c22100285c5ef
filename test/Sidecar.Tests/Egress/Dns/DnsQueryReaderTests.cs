using AiGateway.Sidecar.Egress.Dns;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Egress.Dns;

public sealed class DnsQueryReaderTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(1000);

    private static readonly Gen<string> s_label =
        Gen.Choose(1, 20).SelectMany(length => Gen.Elements("abcXYZ019-_".ToCharArray()).ArrayOf(length)).Select(letters => new string(letters));

    private static readonly Gen<DnsQuery> s_query =
        from labels in Gen.Choose(0, 8).SelectMany(count => s_label.ArrayOf(count))
        from id in Gen.Choose(0, 65535)
        from type in Gen.Choose(0, 65535)
        from flags in Gen.Choose(0, 7)
        from room in Gen.Choose(-1, DnsAnswer.MaxUdpBytes)
        select Query(string.Join('.', labels), (Id: id, Type: type, Flags: flags, Room: room));

    [Fact]
    public void TryRead_WhatIsWritten_IsTheSameQuery() => Prop.ForAll(s_query.ToArbitrary(), query =>
    {
        var message = new byte[DnsWriter.MaxBytes];
        var length = DnsWriter.WriteQuery(message, query, query.Id);
        Assert.True(DnsQueryReader.TryRead(message.AsSpan(0, length), out var read, out _));
        Assert.True(read.Question.Span.SequenceEqual(query.Question.Span));
        Assert.Equal(query with { Question = default }, read with { Question = default });
    }).Check(s_config);

    [Fact]
    public void TryRead_AnyBytes_NeverThrows() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => ReadsOrRefuses(bytes)).Check(s_config);

    [Fact]
    public void TryRead_AnyBytesBehindAHeader_NeverThrows() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        ReadsOrRefuses([.. GivenDns.Words(7, 0x0100, 1, 0, 0, 0), .. bytes]) && ReadsOrRefuses([.. GivenDns.Words(7, 0x0100, 1, 0, 0, 1), .. bytes])).Check(s_config);

    [Fact]
    public void TryRead_QueryWithOneByteChanged_NeverThrows() => Prop.ForAll(
        Gen.Choose(0, 65535).ToArbitrary(), seed =>
        {
            var query = GivenDns.Query("api.openai.com", room: 1232);
            query[seed % query.Length] = (byte)(seed >> 8);
            return ReadsOrRefuses(query);
        }).Check(s_config);

    [Fact]
    public void TryRead_QueryCutShort_IsRefused()
    {
        var query = GivenDns.Query("api.openai.com", room: 1232);

        for (var length = 0; length < query.Length; length++) Assert.False(DnsQueryReader.TryRead(query.AsSpan(0, length), out _, out _));
    }

    [Fact]
    public void IsTo_AnyBytes_NeverThrows() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => !DnsAnswer.IsTo(bytes, Query("a.example", default), 1)).Check(s_config);

    private static bool ReadsOrRefuses(byte[] message)
    {
        var isRead = DnsQueryReader.TryRead(message, out var query, out var fault);
        var reply = new byte[DnsWriter.MaxBytes];
        if (isRead) return query!.Name.Length <= 253 && DnsWriter.WriteAnswer(reply, query, DnsCode.Refused) <= reply.Length;
        return fault is null || DnsWriter.WriteFault(reply, message, fault.Value) == DnsQueryReader.HeaderBytes;
    }

    private static DnsQuery Query(string name, (int Id, int Type, int Flags, int Room) with) => new()
    {
        Id = (ushort)with.Id,
        Flags = (ushort)(((with.Flags & 1) != 0 ? 0x0100 : 0) | ((with.Flags & 2) != 0 ? 0x0020 : 0) | ((with.Flags & 4) != 0 ? 0x0010 : 0)),
        Question = (byte[])[.. GivenDns.Name(name), .. GivenDns.Words(with.Type, 1)],
        Name = name.ToLowerInvariant(),
        Type = (ushort)with.Type,
        Class = 1,
        Room = with.Room < 0 ? null : (ushort)with.Room,
        WantsSignatures = with.Room >= 0 && with.Id % 2 == 0,
    };
}
