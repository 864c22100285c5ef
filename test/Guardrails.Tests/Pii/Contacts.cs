using AiGateway.Guardrails.Tests.Corpus;

namespace AiGateway.Guardrails.Tests.Pii;

/// <summary>Addresses and numbers by which people and their machines are reached.</summary>
internal static class Contacts
{
    public static CorpusCase Email(Draw draw)
    {
        var local = draw.Below(6) switch
        {
            0 => $"{Name(draw)}.{Name(draw)}",
            1 => $"{Name(draw)}+{draw.Words(1)}",
            2 => $"{Name(draw)}_{draw.Below(100)}",
            3 => $"o'{Name(draw)}",
            4 => $"{char.ToUpperInvariant(Name(draw)[0])}.{Name(draw)}-{Name(draw)}",
            _ => "jürgen.größe",
        };
        var domain = draw.Below(4) switch { 0 => $"{Name(draw)}.com", 1 => $"mail.{Name(draw)}-{Name(draw)}.co.uk", 2 => $"{Name(draw)}.museum", _ => $"{Name(draw)}{draw.Below(90)}.example.org" };
        return CorpusCase.Of("EMAIL", $"{local}@{domain}", draw.Of("", "mail ", "<", "mailto:", "\"email\": \"", "cc="), draw.Of("", ".", ",", "\"", ">", "?"));
    }

    public static CorpusCase Phone(Draw draw)
    {
        var digits = (int count) => draw.Chars(Draw.Digits, count);
        var area = () => draw.Between(201, 989).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var (before, number) = draw.Below(14) switch
        {
            0 => ("", $"+1 {area()} {area()} {digits(4)}"),
            1 => ("", $"+1{area()}{area()}{digits(4)}"),
            2 => ("", $"+44 20 {draw.Of("3", "7", "8")}{digits(3)} {digits(4)}"),
            3 => ("", $"+49 (0){draw.Of("30", "89", "40")} {digits(7)}"),
            4 => ("", $"+33 {draw.Between(1, 7)} {digits(2)} {digits(2)} {digits(2)} {digits(2)}"),
            5 => ("", $"+91 {draw.Char("6789")}{digits(4)} {digits(5)}"),
            6 => ("", $"+55 11 9{digits(4)}-{digits(4)}"),
            7 => ("", $"+86 13{digits(1)} {digits(4)} {digits(4)}"),
            8 => ("", $"+81-90-{digits(4)}-{digits(4)}"),
            9 => ("", $"({area()}) {area()}-{digits(4)}"),
            10 => ("", $"{area()}-{area()}-{digits(4)}"),
            11 => (draw.Of("phone: ", "Tel. ", "phone number is ", "\"phoneNumber\": \"", "call me at ", "mobile "), $"0{draw.Between(30, 99)}{digits(7)}"),
            12 => (draw.Of("Telefon: ", "Handynummer ", "Tel : "), $"01{digits(2)} / {digits(7)}"),
            _ => (draw.Of("电话：", "手机号 "), $"1{draw.Char("3578")}{digits(9)}"),
        };
        return CorpusCase.Of("PHONE", number, before, draw.Of("", ".", ",", ";"));
    }

    public static CorpusCase Ip(Draw draw)
    {
        var group = () => draw.Chars(Draw.Hex, 4);
        var address = draw.Below(5) switch
        {
            0 => $"192.168.{draw.Below(256)}.{draw.Between(1, 254)}",
            1 => $"2001:db8:{group()}:{group()}:{group()}:{group()}:{group()}:{group()}",
            2 => $"2a02:{group()}::{draw.Chars(Draw.Hex, 2)}:1",
            3 => $"fe80::{group()}:{group()}:{group()}:{group()}",
            _ => $"{draw.Of(draw.Between(1, 126), draw.Between(128, 223))}.{draw.Below(256)}.{draw.Between(1, 255)}.{draw.Between(1, 254)}",
        };
        return CorpusCase.Of("IP_ADDRESS", address, draw.Of("", "from ", "ip=", "[", "client: "), draw.Of("", ".", ",", " - -", "]"));
    }

    public static CorpusCase Mac(Draw draw)
    {
        var bytes = Enumerable.Range(0, 6).Select(_ => draw.Chars(Draw.Hex, 2)).ToArray();
        (bytes[0], bytes[5]) = ("02", "a" + bytes[5][1]);
        var address = draw.Below(4) switch
        {
            0 => string.Join('-', bytes).ToUpperInvariant(),
            1 => $"{bytes[0]}{bytes[1]}.{bytes[2]}{bytes[3]}.{bytes[4]}{bytes[5]}",
            _ => string.Join(':', bytes),
        };
        return CorpusCase.Of("MAC_ADDRESS", address, draw.Of("", "ether ", "mac="), draw.Of("", ".", ","));
    }

    private static string Name(Draw draw) => draw.Of("anna", "robert", "meier", "lopez", "tanaka", "silva", "wong", "dupont", "kumar", "smith");
}
