using System.Buffers.Text;
using System.Globalization;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>A number as ECMAScript writes it (ECMA-262, Number::toString; RFC 8785, section 3.2.2.3): the fewest digits that name the double, with an exponent only where it is far from one.</summary>
internal static class CanonicalNumber
{
    /// <summary>Room enough for every number: a sign, a point, an exponent and zeros.</summary>
    public const int MaxLength = 32;

    private const int MaxDigits = 17;
    private const double SafeInteger = 1L << 53;

    /// <summary>Writes a finite number; the bytes that it took.</summary>
    public static int Write(double number, Span<byte> text)
    {
        if (Math.Abs(number) < SafeInteger && Math.Truncate(number) == number)
        {
            Utf8Formatter.TryFormat((long)number, text, out var length); // Negative zero is zero.
            return length;
        }

        Span<byte> shortest = stackalloc byte[MaxLength];
        number.TryFormat(shortest, out var written, default, CultureInfo.InvariantCulture);
        Span<byte> digits = stackalloc byte[MaxLength];
        var count = Read(shortest[..written], digits, out var point);
        var at = 0;
        if (number < 0) text[at++] = (byte)'-';
        return at + (point is > -6 and <= 21 ? WritePlain(digits[..count], point, text[at..]) : WriteScientific(digits[..count], point - 1, text[at..]));
    }

    /// <summary>The significant digits, without zeros at either end, and where the point stands: the number is 0.digits times ten to the power of <paramref name="point"/>.</summary>
    private static int Read(ReadOnlySpan<byte> shortest, Span<byte> digits, out int point)
    {
        var exponentAt = shortest.IndexOf((byte)'E');
        var mantissa = exponentAt < 0 ? shortest : shortest[..exponentAt];
        var exponent = exponentAt < 0 ? 0 : int.Parse(shortest[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        mantissa = mantissa.TrimStart((byte)'-');
        var whole = mantissa.IndexOf((byte)'.');
        point = exponent + (whole < 0 ? mantissa.Length : whole);
        var count = 0;
        foreach (var letter in mantissa)
        {
            if (letter == '.') continue;
            if (count == 0 && letter == '0') point--;
            else digits[count++] = letter;
        }

        while (count > 1 && digits[count - 1] == '0') count--;
        return count;
    }

    private static int WritePlain(ReadOnlySpan<byte> digits, int point, Span<byte> text)
    {
        var at = 0;
        if (point <= 0)
        {
            text[at++] = (byte)'0';
            text[at++] = (byte)'.';
            for (var zero = point; zero < 0; zero++) text[at++] = (byte)'0';
        }

        for (var index = 0; index < Math.Max(digits.Length, point); index++)
        {
            if (index == point && point > 0) text[at++] = (byte)'.';
            text[at++] = index < digits.Length ? digits[index] : (byte)'0';
        }

        return at;
    }

    private static int WriteScientific(ReadOnlySpan<byte> digits, int exponent, Span<byte> text)
    {
        var at = 0;
        text[at++] = digits[0];
        if (digits.Length > 1)
        {
            text[at++] = (byte)'.';
            digits[1..].CopyTo(text[at..]);
            at += digits.Length - 1;
        }

        text[at++] = (byte)'e';
        text[at++] = (byte)(exponent < 0 ? '-' : '+');
        Utf8Formatter.TryFormat(Math.Abs(exponent), text[at..], out var length);
        return at + length;
    }
}
