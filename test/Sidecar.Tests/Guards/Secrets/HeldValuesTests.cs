using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Guards.Secrets;

namespace AiGateway.Sidecar.Tests.Guards.Secrets;

public sealed class HeldValuesTests
{
    private const string Key = "sk-proj-Zk3+/9mQ==x";
    private static readonly HeldValues s_held = new([Key, "other-key-of-another", "short"]);

    [Fact]
    public void Values_ShorterThanEight_AreNotLookedFor()
    {
        Assert.Equal([Key, "other-key-of-another"], s_held.Values);
        Assert.False(s_held.StandIn("a short text"u8));
        Assert.True(HeldValues.None.IsEmpty);
        Assert.False(HeldValues.None.StandIn("anything"u8));
    }

    [Theory]
    [InlineData("raw", "sk-proj-Zk3+/9mQ==x")]
    [InlineData("another", "{\"error\":\"bad key other-key-of-another\"}")]
    [InlineData("slash escaped", "\"sk-proj-Zk3+\\/9mQ==x\"")]
    [InlineData("all that .NET escapes", "\"sk-proj-Zk3\\u002B/9mQ==x\"")]
    [InlineData("percent-encoded", "key=sk-proj-Zk3%2B%2F9mQ%3D%3Dx&a=b")]
    public void StandIn_FormsOfAValue_AreFound(string name, string text)
    {
        Assert.True(s_held.StandIn(Encoding.UTF8.GetBytes(text)), name);
        Assert.False(s_held.StandIn(Encoding.UTF8.GetBytes(text.Replace("9mQ", "9mR").Replace("of-another", "of-anither"))), name);
    }

    [Fact]
    public void StandIn_WhatJsonWriterMakesOfIt_IsFound() =>
        Assert.True(new HeldValues(["a\"b\\c/dé+<>&'1"]).StandIn(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["x"] = "a\"b\\c/dé+<>&'1" })));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(64)]
    public void StandIn_AnySeams_IsFound(int size)
    {
        foreach (var before in Enumerable.Range(0, 40))
        {
            var text = new string('s', before) + Key + "tail";
            Assert.True(s_held.StandIn(Cut(text, size)));
            Assert.False(s_held.StandIn(Cut(text.Replace("9mQ", "9m"), size)));
        }
    }

    [Fact]
    public void StandIn_ValueOfManyBytes_IsFoundByItsBeginning()
    {
        var token = new string('t', 300) + string.Concat(Enumerable.Range(0, 500));
        HeldValues held = new([token]);

        Assert.True(held.StandIn(Cut("x" + token, 100)));
        Assert.False(held.StandIn(Encoding.ASCII.GetBytes(token[..(HeldValues.Most - 1)])));
    }

    [Theory]
    [InlineData("nothing", 0)]
    [InlineData("key s", 1)]
    [InlineData("key sk-proj-Zk", 10)]
    [InlineData("sk-sk-proj", 7)]
    [InlineData("ssssk", 2)]
    [InlineData("sk-proj-Zk3+/9mQ==x", 0)]
    [InlineData("o", 1)]
    public void OpenAtEnd_Text_IsTheLongestBeginning(string text, int expected) => Assert.Equal(expected, s_held.OpenAtEnd(Encoding.ASCII.GetBytes(text)));

    private static ReadOnlySequence<byte> Cut(string text, int size)
    {
        Segment? first = null, last = null;
        foreach (var part in Encoding.UTF8.GetBytes(text).Chunk(size))
        {
            last = new(part, last);
            first ??= last;
        }

        return new(first!, 0, last!, last!.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, Segment? before)
        {
            Memory = bytes;
            if (before is null) return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
