using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Protocols.Mcp;

public sealed class CanonicalJsonTests
{
    /// <summary>RFC 8785, section 3.2.2 to 3.2.4.</summary>
    [Fact]
    public void Write_ExampleOfTheSpecification_IsItsBytes()
    {
        const string Value = """
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """;
        const string Bytes =
            "7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a5b3333333333333333332e333333333333332c31652b33302c342e352c302e3030322c31652d32375d"
            + "2c22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d";

        Assert.Equal(Bytes, Convert.ToHexStringLower(CanonicalJson.Write(Sequence(Value))!));
    }

    /// <summary>RFC 8785, section 3.2.3.</summary>
    [Fact]
    public void Write_NamesBeyondAscii_AreOrderedByTheirCodeUnits()
    {
        const string Value = """{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin"}""";
        const string Expected = "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"\u00f6\":\"Latin\",\"\u20ac\":\"Euro Sign\",\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}";

        Assert.Equal(Expected, Encoding.UTF8.GetString(CanonicalJson.Write(Sequence(Value))!));
    }

    /// <summary>RFC 8785, appendix B.</summary>
    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0xffefffffffffffff, "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0xc340000000000000, "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555554, "333333333.33333325")]
    [InlineData(0x41b3de4355555555, "333333333.3333333")]
    [InlineData(0x41b3de4355555556, "333333333.3333334")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void Write_Number_IsAsTheSpecificationHasIt(ulong bits, string expected)
    {
        var number = BitConverter.UInt64BitsToDouble(bits);

        Assert.Equal(expected, Encoding.UTF8.GetString(CanonicalJson.Write(Sequence(number.ToString("E17", CultureInfo.InvariantCulture)))!));
    }

    [Fact]
    public void Write_AnyNumber_IsReadBackAsTheSame()
    {
        var dice = new Random(8785);
        Span<byte> bits = stackalloc byte[8];
        for (var turn = 0; turn < 20_000; turn++)
        {
            dice.NextBytes(bits);
            var number = BinaryPrimitives.ReadDoubleLittleEndian(bits);
            if (!double.IsFinite(number)) continue;

            var text = Encoding.ASCII.GetString(CanonicalJson.Write(Sequence(number.ToString("R", CultureInfo.InvariantCulture)))!);

            Assert.Equal(number, double.Parse(text, CultureInfo.InvariantCulture));
            Assert.DoesNotMatch("E|e[0-9]|^-0$|^0[0-9]|\\.0*$", text);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":1,"b":{"x":1,"y":2,"\u0078":3}}""")]
    [InlineData("""{"b":1,"a":2,"b":1}""")]
    [InlineData("""["\ud800"]""")]
    [InlineData("""{"\udc00":1}""")]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("NaN")]
    [InlineData("01")]
    public void HashOf_ValueWithoutCanonicalForm_IsNone(string value) => Assert.Null(CanonicalJson.HashOf(Sequence(value)));

    [Fact]
    public void HashOf_BytesThatAreNoUtf8_IsNone()
    {
        Assert.Null(CanonicalJson.HashOf([(byte)'"', 0xC3, 0x28, (byte)'"']));
        Assert.Null(CanonicalJson.HashOf([(byte)'{', (byte)'"', 0xED, 0xA0, 0x80, (byte)'"', (byte)':', (byte)'1', (byte)'}']));
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void HashOf_Depth_IsBounded(int depth, bool isHashed) =>
        Assert.Equal(isHashed, CanonicalJson.HashOf(Sequence(new string('[', depth) + new string(']', depth))) is not null);

    [Fact]
    public void HashOf_TooManyMembersOrBytes_IsNone()
    {
        Assert.Null(CanonicalJson.HashOf(Sequence('{' + string.Join(',', Enumerable.Range(0, 9000).Select(number => $"\"{number}\":1")) + '}')));
        Assert.Null(CanonicalJson.HashOf(Sequence('"' + new string('a', CanonicalJson.MaxBytes) + '"')));
    }

    [Fact]
    public void HashOf_Value_IsTheHashOfItsCanonicalForm()
    {
        const string Value = """ { "b" : [ 1.0 , "x" ] , "a" : { "d" : null, "c" : -0 } } """;
        const string Form = """{"a":{"c":0,"d":null},"b":[1,"x"]}""";

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Form))), CanonicalJson.HashOf(Sequence(Value)));
        Assert.Equal(CanonicalJson.HashOf(Sequence(Value)), CanonicalJson.HashOf(Encoding.UTF8.GetBytes(Value)));
    }

    /// <summary>Whatever the order of members, the white space, the spelling of strings and the pieces that the value arrives in.</summary>
    [Fact]
    public void HashOf_SameValueSpelledOtherwise_IsTheSame()
    {
        var dice = new Random(4711);
        for (var turn = 0; turn < 400; turn++)
        {
            var value = RandomJson.Value(dice, depth: 4);
            var plain = CanonicalJson.HashOf(Sequence(RandomJson.Spell(value, null)));

            Assert.NotNull(plain);
            for (var spelling = 0; spelling < 4; spelling++)
            {
                var bytes = Encoding.UTF8.GetBytes(RandomJson.Spell(value, dice));
                Assert.Equal(plain, CanonicalJson.HashOf(Pieces.Of(bytes, dice.Next(1, 40))));
            }
        }
    }

    [Fact]
    public void HashOf_AnyLeafChanged_IsAnother()
    {
        var dice = new Random(815);
        for (var turn = 0; turn < 400; turn++)
        {
            var value = RandomJson.Value(dice, depth: 4);
            var before = CanonicalJson.HashOf(Sequence(RandomJson.Spell(value, null)));
            var changed = RandomJson.Change(value, dice);

            Assert.NotEqual(before, CanonicalJson.HashOf(Sequence(RandomJson.Spell(changed, dice))));
        }
    }

    private static ReadOnlySequence<byte> Sequence(string text) => new(Encoding.UTF8.GetBytes(text));
}
