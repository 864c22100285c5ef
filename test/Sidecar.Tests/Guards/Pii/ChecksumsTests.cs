using System.Globalization;
using AiGateway.Sidecar.Guards.Pii;

namespace AiGateway.Sidecar.Tests.Guards.Pii;

/// <summary>Numbers that are published with the formats, and each of them with another last digit.</summary>
public sealed class ChecksumsTests
{
    [Theory]
    [InlineData("79927398713")]
    [InlineData("4111111111111111")]
    [InlineData("5555555555554444")]
    [InlineData("378282246310005")]
    [InlineData("6011111111111117")]
    [InlineData("3530111333300000")]
    [InlineData("30569309025904")]
    public void IsLuhn_PublishedNumber_IsOne(string number) => AssertIsOne(number, text => Checksums.IsLuhn(text));

    [Theory]
    [InlineData("GB82WEST12345698765432")]
    [InlineData("DE89370400440532013000")]
    [InlineData("FR1420041010050500013M02606")]
    [InlineData("NO9386011117947")]
    [InlineData("MT84MALT011000012345MTLCAST001S")]
    [InlineData("BR1800360305000010009795493C1")]
    public void IsIban_PublishedNumber_IsOne(string number)
    {
        Assert.True(Checksums.IsIban(number));
        Assert.False(Checksums.IsIban(number[..2] + (char)('0' + ((number[2] - '0' + 1) % 10)) + number[3..]));
        Assert.False(Checksums.IsIban(number[..4] + number[5] + number[4] + number[6..]) && number[4] != number[5]);
    }

    [Theory]
    [InlineData("2363")]
    [InlineData("123451")]
    [InlineData("84736430954837284567892")]
    public void IsVerhoeff_PublishedNumber_IsOne(string number) => AssertIsOne(number, text => Checksums.IsVerhoeff(text));

    [Theory]
    [InlineData("07940")]
    [InlineData("079X")]
    [InlineData("11010519491231002X")]
    [InlineData("34052419800101001X")]
    public void IsMod11Of2_PublishedNumber_IsOne(string number)
    {
        Assert.True(Checksums.IsMod11Of2(number));
        Assert.Single("0123456789X", one => Checksums.IsMod11Of2(number[..^1] + one));
    }

    [Theory]
    [InlineData("07945")]
    [InlineData("86095742719")]
    [InlineData("12345678995")]
    [InlineData("47036892816")]
    [InlineData("65929970489")]
    public void IsMod11Of10_PublishedNumber_IsOne(string number) => AssertIsOne(number, text => Checksums.IsMod11Of10(text));

    [Theory]
    [InlineData("9434765919")]
    [InlineData("4010232137")]
    public void IsNhs_PublishedNumber_IsOne(string number) => AssertIsOne(number, text => Checksums.IsNhs(text));

    [Theory]
    [InlineData("255081416802538")]
    [InlineData("185057800608491")]
    public void IsNir_PublishedNumber_IsOne(string number) => AssertIsOne(number, text => Checksums.IsNir(text));

    /// <summary>The other words of the same rule: the letter counts as 0, and one million (A) or two (B) are taken away.</summary>
    [Theory]
    [InlineData("188012A001011", 1_880_120_001_011 - 1_000_000)]
    [InlineData("188012B001011", 1_880_120_001_011 - 2_000_000)]
    public void IsNir_NumberOfCorsica_IsReducedByTheLetter(string number, long reduced) =>
        AssertIsOne(string.Create(CultureInfo.InvariantCulture, $"{number}{97 - (reduced % 97):00}"), text => Checksums.IsNir(text));

    [Theory]
    [InlineData("52998224725")]
    [InlineData("11144477735")]
    public void IsCpf_PublishedNumber_IsOne(string number) => AssertIsOne(number, text => Checksums.IsCpf(text));

    [Theory]
    [InlineData("11222333000181")]
    [InlineData("12ABC34501DE35")]
    public void IsCnpj_PublishedNumber_IsOne(string number) => AssertIsOne(number, text => Checksums.IsCnpj(text));

    [Theory]
    [InlineData("123456789018")]
    [InlineData("641717601551")]
    [InlineData("389419154673")]
    public void IsMyNumber_PublishedNumber_IsOne(string number) => AssertIsOne(number, text => Checksums.IsMyNumber(text));

    [Theory]
    [InlineData("L898902C36")]
    [InlineData("D231458907")]
    [InlineData("T220001293")]
    [InlineData("1220001297")]
    public void IsIcao_PublishedNumber_IsOne(string number) => AssertIsOne(number, text => Checksums.IsIcao(text));

    private static void AssertIsOne(string number, Func<string, bool> isOne)
    {
        Assert.True(isOne(number));
        Assert.Single("0123456789", last => isOne(number[..^1] + last));
    }
}
