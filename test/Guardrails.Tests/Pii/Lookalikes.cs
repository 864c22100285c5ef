using System.Globalization;
using AiGateway.Guardrails.Tests.Corpus;

namespace AiGateway.Guardrails.Tests.Pii;

/// <summary>Numbers and names that are of things: what stands in orders, logs, code and documents and is nobody's.</summary>
internal static class Lookalikes
{
    private static readonly Func<Draw, string>[] s_kinds =
    [
        draw => $"order number {draw.Between(1, 9)}{draw.Chars(Draw.Digits, draw.Between(7, 17))}",
        draw => $"invoice no. {draw.Chars(Draw.Digits, 4)}-{draw.Chars(Draw.Digits, 4)}-{draw.Chars(Draw.Digits, 4)}",
        draw => $"ticket #{draw.Between(200, 999)}-{draw.Between(200, 999)}-{draw.Chars(Draw.Digits, 4)}",
        draw => $"timestamp: 17{draw.Chars(Draw.Digits, 8)}, then 17{draw.Chars(Draw.Digits, 11)} and 17{draw.Chars(Draw.Digits, 14)}",
        draw => $"created 2026-{draw.Between(10, 12)}-{draw.Between(10, 28)} 1{draw.Below(10)}:{draw.Between(10, 59)}:{draw.Between(10, 59)}.{draw.Chars(Draw.Digits, 6)}+02:00",
        draw => $"version {draw.Below(30)}.{draw.Below(30)}.{draw.Below(30)}.{draw.Below(30)}, tag v{draw.Below(30)}.{draw.Below(30)}.{draw.Below(30)}.{draw.Below(30)}",
        draw => $"Chrome/1{draw.Chars(Draw.Digits, 2)}.0.{draw.Between(1000, 9999)}.{draw.Below(200)} Safari/537.36 Agent/{draw.Below(9)}.{draw.Below(9)}.{draw.Below(9)}.{draw.Below(9)}",
        draw => $"ISBN 978-{draw.Below(10)}-{draw.Chars(Draw.Digits, 2)}-{draw.Chars(Draw.Digits, 6)}-{draw.Below(10)}, ISBN 978{draw.Chars(Draw.Digits, 10)}",
        draw => $"snowflake 1{draw.Chars(Draw.Digits, 18)} in shard {draw.Below(900)}",
        draw => $"{draw.Below(2)}.{draw.Chars(Draw.Digits, 16)} at {draw.Between(10, 89)}.{draw.Chars(Draw.Digits, 6)}, {draw.Between(10, 89)}.{draw.Chars(Draw.Digits, 6)}",
        draw => $"id={Background.Uuid(draw)}; parent={draw.Chars(Draw.Digits, 8)}-{draw.Chars(Draw.Digits, 4)}-4{draw.Chars(Draw.Digits, 3)}-8{draw.Chars(Draw.Digits, 3)}-{draw.Chars(Draw.Digits, 12)}",
        draw => $"sha1 {draw.Chars(Draw.Hex, 40)}, crc 0x{draw.Chars(Draw.Hex, 8)}, {string.Join(':', Enumerable.Range(0, 20).Select(_ => draw.Chars(Draw.Hex, 2).ToUpperInvariant()))}",
        draw => $"\"@types/{draw.Words(1)}\": \"^{draw.Below(20)}.1.0\", lodash@4.{draw.Below(20)}.{draw.Below(30)}, git@github.com:{draw.Words(1)}/{draw.Words(1)}.git",
        draw => $"postgres://app:{draw.Chars(Draw.Lower, 8)}@db.{draw.Words(1)}.example.com:5432/{draw.Words(1)} and user@{draw.Between(1000, 9999)}.service",
        draw => $"@@ -{draw.Between(10, 9000)},{draw.Between(1, 30)} +{draw.Between(10, 9000)},{draw.Between(1, 30)} @@ @Override std::{draw.Words(1)}::{draw.Words(1)}",
        draw => $"int[] data = {{ {string.Join(", ", Enumerable.Range(0, 6).Select(_ => draw.Between(100_000, 2_000_000_000).ToString(CultureInfo.InvariantCulture)))} }};",
        draw => $"{draw.Chars(Draw.Digits, draw.Between(22, 40))} rows; part no. {draw.Chars(Draw.Digits, 3)}-{draw.Chars(Draw.Digits, 2)}-{draw.Chars(Draw.Digits, 4)}",
        draw => $"listening on 127.0.0.1:8080 and 0.0.0.0:443, mask 255.255.255.0, route 10.{draw.Below(200)}.0.0/16, oid 1.3.6.1.4.1.{draw.Below(9000)}",
        draw => $"serial {draw.Chars(Draw.Upper, 2)}{draw.Chars(Draw.Digits, 6)}{draw.Char("ABCD")}, SKU {draw.Chars(Draw.Upper, 5)}-{draw.Chars(Draw.Digits, 4)}, batch {draw.Chars(Draw.Upper + Draw.Digits, 10)}",
        draw => $"IMEI 35{draw.Chars(Draw.Digits, 13)}, EAN 40{draw.Chars(Draw.Digits, 11)}, tracking 1Z{draw.Chars(Draw.Upper + Draw.Digits, 16)}",
        draw => $"took {draw.Between(1, 9)}:{draw.Between(10, 59)}:{draw.Between(10, 59)}, {draw.Between(10, 99)}-{draw.Between(10, 99)}-{draw.Between(10, 99)}-{draw.Between(10, 99)} at {draw.Chars(Draw.Digits, 4)}.{draw.Chars(Draw.Digits, 4)}.{draw.Chars(Draw.Digits, 4)}",
    ];

    public static CorpusCase Any(Draw draw) => CorpusCase.Nothing(draw.Of<Func<Draw, string>>(s_kinds)(draw));

    /// <summary>Half of them such things, half numbers whose own check fails.</summary>
    public static Func<Draw, CorpusCase> Or(Func<Draw, string> wrong) => draw => draw.Chance(50) ? Any(draw) : CorpusCase.Nothing(wrong(draw));
}
