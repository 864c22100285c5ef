using System.Buffers;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Guards.Pii;

namespace AiGateway.Sidecar.Tests.Guards.Pii;

/// <summary>What is found of each kind, by the mask that stands in its place: each text with brackets around what is found.</summary>
public sealed class PiiCheckTests
{
    [Theory]
    [InlineData("write to <ann.lee+x@mail.example.org>.")]
    [InlineData("'<o'brien@example.co.uk>'")]
    [InlineData("mailto:<müller@bücher.example>")]
    [InlineData("你好<abc@example.com>谢谢")]
    [InlineData("to=<a_b%c@x-y.example.org>, <b@example.org>")]
    [InlineData("git@github.com:o/r.git and https://user:word@host.example.org/x and icon@2x.png and lodash@4.17.21 and user@1000.service and a@b..org and @app.route")]
    public void Email(string text) => AssertFinds(PiiType.Email, text);

    [Theory]
    [InlineData("call <+1 415 555 2671> 2 times")]
    [InlineData("<+49 (0)30 123456-78>, <+4930123456>")]
    [InlineData("<+44 20 7946 0958>/<+33 1 42 68 53 00>")]
    [InlineData("<(415) 555-2671> or <415-555-2671>.")]
    [InlineData("tel. <030 / 12 34 56 78>")]
    [InlineData("{\"phoneNumber\":\"<0301234567>\"} {\"userPhone\": \"<415.555.2671>\"}")]
    [InlineData("phone 00 49: <0049 30 123456>; order 0049 30 123456")]
    [InlineData("电话：<13812345678>")]
    [InlineData("the telephone, ordered in 2024-01-15 from 10.20.30.40")]
    [InlineData("+12345678 +28 1234 5678 ticket 415-555-2671 415-555-2671-9 4155552671 phones for order 4155552671 a+14155552671")]
    public void Phone(string text) => AssertFinds(PiiType.Phone, text);

    [Theory]
    [InlineData("<4111 1111 1111 1111> 12/27 123")]
    [InlineData("<4111-1111-1111-1111>, <4111111111111111>. <3782 822463 10005>")]
    [InlineData("12 <5555 5555 5555 4444> 4")]
    [InlineData("credit card <30569309025904> and <4222222222222>")]
    [InlineData("card-<4111111111111111>")]
    [InlineData("4111111111111112 41111111111111111 0.4111111111111111 a716-4111111111111111 x4111111111111111 order 4111111111111111 30569309025904 4222222222222")]
    [InlineData("1732190000000000 4111 11 1111 111111")]
    public void Card(string text) => AssertFinds(PiiType.Card, text);

    [Theory]
    [InlineData("<DE89 3704 0044 0532 0130 00> and more words that follow")]
    [InlineData("iban:<GB82WEST12345698765432>; <de89370400440532013000>.")]
    [InlineData("<NO93 8601 1117 947>")]
    [InlineData("DE89370400440532013001 DE8937040044053201300012 XX89370400440532013000 ADE89370400440532013000")]
    public void Iban(string text) => AssertFinds(PiiType.Iban, text);

    [Theory]
    [InlineData("from <203.0.113.7>:443 and <10.1.2.3>/24, <203.0.113.1>-<203.0.113.9>.")]
    [InlineData("http://<203.0.113.7>/ [<2001:db8::1>]:80 <fe80::1>%eth0 <2001:db8::1>: down ::ffff:<203.0.113.7>")]
    [InlineData("<2001:0db8:85a3:0000:0000:8a2e:0370:7334>")]
    [InlineData("127.0.0.1 0.0.0.0 255.255.255.0 10.0.0.0/8 1.2.3 1.2.3.4.5 1.2.3.256 01.2.3.4 version 1.2.3.4 Chrome/120.0.6.1 4.3.2.1.in-addr.arpa v1.2.3.4")]
    [InlineData("::1 :: 12:34:56 std::abc::def 2024:11:21 a::b")]
    public void IpAddress(string text) => AssertFinds(PiiType.IpAddress, text);

    [Theory]
    [InlineData("<00:1a:2b:3c:4d:5e> <00-1A-2B-3C-4D-5E> <001a.2b3c.4d5e> mac <00:11:22:33:44:55>")]
    [InlineData("00:00:00:00:00:00 ff:ff:ff:ff:ff:ff 00:11:22:33:44:55 aa:bb:cc:dd:ee:ff:00:11 aa-bb:cc:dd:ee:ff 20-24-11-21-10-30 1234.5678.9012")]
    public void MacAddress(string text) => AssertFinds(PiiType.MacAddress, text);

    [Theory]
    [InlineData("<123-45-6789>, ssn <123456789> and <123 45 6789>")]
    [InlineData("078-05-1120 000-12-3456 666-12-3456 900-12-3456 123-00-4567 123-45-0000 123456789 123-45-6789-0 1123-45-6789 123-45-67890 part no 123-45-6789")]
    public void UsSsn(string text) => AssertFinds(PiiType.UsSsn, text);

    [Theory]
    [InlineData("<AB 12 34 56 C>; NI number: <ab123456c>")]
    [InlineData("AB123456C QQ 12 34 56 C BG 12 34 56 C AB 12 34 56 E AB 12 34 56 CD")]
    public void UkNino(string text) => AssertFinds(PiiType.UkNino, text);

    [Theory]
    [InlineData("NHS no. <943 476 5919>, nhsNumber=<9434765919>")]
    [InlineData("943 476 5919 nhs 943 476 5918 NHS order 943 476 5919")]
    public void UkNhs(string text) => AssertFinds(PiiType.UkNhs, text);

    [Theory]
    [InlineData("<86 095 742 719> Steuer-ID <86095742719>. IdNr.: <65929970489>")]
    [InlineData("86095742719 86 095 742 718 tax id 11112345678 12345678903 11223456785")]
    public void DeTaxId(string text) => AssertFinds(PiiType.DeTaxId, text);

    [Theory]
    [InlineData("Personalausweis <T22000129>, Ausweisnummer <T220001293>, IDD<<<T220001293><<<<")]
    [InlineData("T22000129 Ausweis T220001294 ausweis TELEGRAMM PERSON 123")]
    public void DePersonalausweis(string text) => AssertFinds(PiiType.DePersonalausweis, text);

    [Theory]
    [InlineData("<2 55 08 14 168 025 38> <185057800608491> <1 88 01 2A 001 011 47>")]
    [InlineData("2 55 08 14 168 025 39 255181416802538 2550814168025380")]
    public void FrNir(string text) => AssertFinds(PiiType.FrNir, text);

    [Theory]
    [InlineData("<2341 2341 2346>, aadhaar <234123412346>, Aadhaar no <2341-2341-2346> 1")]
    [InlineData("234123412346 2341 2341 2345 1341 2341 2346 2341 2341 2346 1111 9 2341 2341 2346")]
    public void InAadhaar(string text) => AssertFinds(PiiType.InAadhaar, text);

    [Theory]
    [InlineData("<ABCPE1234F> pan: <abcpe1234f>")]
    [InlineData("abcpe1234f ABCDE1234F ABCPE12345 ABCPE1234FG XABCPE1234F")]
    public void InPan(string text) => AssertFinds(PiiType.InPan, text);

    [Theory]
    [InlineData("<529.982.247-25>, CPF <52998224725>")]
    [InlineData("529.982.247-26 52998224725 cpf 11111111111 529.982.247-25-1")]
    public void BrCpf(string text) => AssertFinds(PiiType.BrCpf, text);

    [Theory]
    [InlineData("<11.222.333/0001-81>, <12.ABC.345/01DE-35>, cnpj <11222333000181>")]
    [InlineData("11.222.333/0001-82 11222333000181 cnpj 00000000000000")]
    public void BrCnpj(string text) => AssertFinds(PiiType.BrCnpj, text);

    [Theory]
    [InlineData("<11010519491231002X> 身份证号<34052419800101001x>。")]
    [InlineData("110105194912310021 99010519491231002X 110105194902310029 111010519491231002X")]
    public void CnResidentId(string text) => AssertFinds(PiiType.CnResidentId, text);

    [Theory]
    [InlineData("My Number <1234 5678 9018>, マイナンバー：<123456789018>")]
    [InlineData("1234 5678 9018 my number 123456789019 my number of order 123456789018")]
    public void JpMyNumber(string text) => AssertFinds(PiiType.JpMyNumber, text);

    /// <summary>The text, in which what should be found stands in angle brackets (those in which it may itself stand are none).</summary>
    private static void AssertFinds(PiiType type, string expected)
    {
        var text = expected.Replace("<<<T", "«<T", StringComparison.Ordinal).Replace("><<<<", ">»", StringComparison.Ordinal).Replace("<", "", StringComparison.Ordinal)
            .Replace(">", "", StringComparison.Ordinal).Replace("«", "<<", StringComparison.Ordinal).Replace("»", "<<<<", StringComparison.Ordinal);
        Assert.True(Marked(type, text) == expected, $"expected {expected}\nactual   {Marked(type, text)}");
    }

    private static string Marked(PiiType type, string text)
    {
        CheckFacts facts = new() { Guardrail = "shop/people", Index = 0, Type = CheckTypes.Pii, On = [GuardPlace.Input], Action = GuardAction.Mask };
        GuardSession session = new(GuardPlan.Empty);
        using TextGuard guard = new([new BracketCheck(new(facts, new() { Types = [type] }, new byte[32]))], session, GuardPlace.Input);
        ArrayBufferWriter<char> released = new();
        Assert.True(guard.Take(text, released) && guard.Finish(released));
        return released.WrittenSpan.ToString();
    }

    private sealed class BracketCheck(PiiCheck check) : TextCheck(check.Facts)
    {
        public override TextScan Start() => check.Start();

        public override string MaskOf(in TextMatch match, ReadOnlySpan<char> text, MaskVault vault) => $"<{text}>";
    }
}
