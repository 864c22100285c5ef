using System.Globalization;
using System.Numerics;

namespace AiGateway.Guardrails.Tests.Pii;

/// <summary>Puts check digits to numbers: written from the formats once more, in other words than the sidecar's, so that one is tested by the other.</summary>
internal static class CheckDigits
{
    public static string Luhn(string digits) => digits + ((10 - (digits.Reverse().Select((one, index) => index % 2 == 0 ? (2 * (one - '0') / 10) + (2 * (one - '0') % 10) : one - '0').Sum() % 10)) % 10);

    /// <summary>Country and account; letters as two digits.</summary>
    public static string Iban(string country, string account)
    {
        var number = BigInteger.Parse(string.Concat((account + country + "00").Select(one => char.IsAsciiDigit(one) ? one.ToString() : (one - 'A' + 10).ToString(CultureInfo.InvariantCulture))), CultureInfo.InvariantCulture);
        return country + ((int)(98 - (number % 97))).ToString("00", CultureInfo.InvariantCulture) + account;
    }

    /// <summary>In the dihedral group, whose product is written out here, with the permutation applied as often as the place says.</summary>
    public static string Verhoeff(string digits)
    {
        for (var last = '0'; last <= '9'; last++)
        {
            var product = (digits + last).Reverse().Select((one, place) => Permuted(one - '0', place)).Aggregate(0, Product);
            if (product == 0) return digits + last;
        }

        throw new InvalidOperationException("One of ten digits fits.");
    }

    public static string Mod11Of2(string digits)
    {
        var sum = digits.Select((one, index) => (one - '0') * (int)BigInteger.ModPow(2, digits.Length - index, 11)).Sum();
        var check = (12 - (sum % 11)) % 11;
        return digits + (check == 10 ? "X" : check.ToString(CultureInfo.InvariantCulture));
    }

    public static string Mod11Of10(string digits)
    {
        var rest = digits.Aggregate(10, (product, one) => ((product + one - '0') % 10 is 0 ? 10 : (product + one - '0') % 10) * 2 % 11);
        return digits + ((11 - rest) % 10);
    }

    /// <summary>Null for one that no digit fits.</summary>
    public static string? Nhs(string digits) => (11 - (Sum(digits, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11)) is not 10 and var check ? digits + (check % 11) : null;

    /// <summary>Corsica's letter taken away as a million or two.</summary>
    public static string Nir(string characters)
    {
        var number = long.Parse(characters.Replace('A', '0').Replace('B', '0'), CultureInfo.InvariantCulture) - (characters[6] == 'A' ? 1_000_000 : characters[6] == 'B' ? 2_000_000 : 0);
        return characters + (97 - (number % 97)).ToString("00", CultureInfo.InvariantCulture);
    }

    public static string Cpf(string digits)
    {
        digits += Rest(Sum(digits, 10, 9, 8, 7, 6, 5, 4, 3, 2));
        return digits + Rest(Sum(digits, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2));
    }

    public static string Cnpj(string characters)
    {
        characters += Rest(Sum(characters, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2));
        return characters + Rest(Sum(characters, 6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2));
    }

    public static string MyNumber(string digits) => digits + Rest(Sum(digits, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2));

    public static string Icao(string characters) =>
        characters + (characters.Select((one, index) => (char.IsAsciiDigit(one) ? one - '0' : one - 'A' + 10) * (new[] { 7, 3, 1 })[index % 3]).Sum() % 10);

    /// <summary>The number with another last digit.</summary>
    public static string Spoil(string number) => number[..^1] + (char.IsAsciiDigit(number[^1]) ? (number[^1] - '0' + 3) % 10 : 0);

    private static int Sum(string characters, params int[] weights) => characters.Zip(weights, (one, weight) => (one - '0') * weight).Sum();

    private static int Rest(int sum) => sum % 11 < 2 ? 0 : 11 - (sum % 11);

    private static int Permuted(int digit, int times)
    {
        int[] once = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
        for (var count = 0; count < times; count++) digit = once[digit];
        return digit;
    }

    /// <summary>Rotations are 0 to 4, reflections 5 to 9.</summary>
    private static int Product(int left, int right) => (left < 5, right < 5) switch
    {
        (true, true) => (left + right) % 5,
        (true, false) => 5 + ((left + right) % 5),
        (false, true) => 5 + ((left - right + 5) % 5),
        _ => (left - right + 5) % 5,
    };
}
