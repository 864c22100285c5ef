namespace AiGateway.Sidecar.Guards.Pii;

/// <summary>Check digits as they are published. All take the characters without separators, letters in capitals.</summary>
internal static class Checksums
{
    private const string Dihedral = "0123456789123406789523401789563401289567401239567859876043216598710432765982104387659321049876543210";
    private const string Permutation = "01234567891576283094580379614289160435279453126870428657390127938064157046913258";

    /// <summary>ISO/IEC 7812-1, annex B: from the right, each second digit doubled, its digits added; a multiple of 10.</summary>
    public static bool IsLuhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var index = 0; index < digits.Length; index++)
        {
            var digit = digits[^(index + 1)] - '0';
            sum += index % 2 == 0 ? digit : digit > 4 ? (digit * 2) - 9 : digit * 2;
        }

        return sum % 10 == 0;
    }

    /// <summary>The remainder by 97 (ISO 7064, MOD 97-10), letters counted as 10 to 35.</summary>
    public static int Mod97(ReadOnlySpan<char> characters, int before = 0)
    {
        foreach (var one in characters) before = one <= '9' ? ((before * 10) + one - '0') % 97 : ((before * 100) + one - 'A' + 10) % 97;
        return before;
    }

    /// <summary>ISO 13616: with the first four characters at the end, the remainder by 97 is 1.</summary>
    public static bool IsIban(ReadOnlySpan<char> characters) => Mod97(characters[..4], Mod97(characters[4..])) == 1;

    /// <summary>Verhoeff, Error Detecting Decimal Codes (1969): the product in the dihedral group of order 10 is 0.</summary>
    public static bool IsVerhoeff(ReadOnlySpan<char> digits)
    {
        var product = 0;
        for (var index = 0; index < digits.Length; index++)
            product = Dihedral[(product * 10) + Permutation[(index % 8 * 10) + digits[^(index + 1)] - '0'] - '0'] - '0';
        return product == 0;
    }

    /// <summary>ISO 7064, MOD 11-2: powers of 2, the last character X for 10; the remainder is 1.</summary>
    public static bool IsMod11Of2(ReadOnlySpan<char> characters)
    {
        var sum = 0;
        foreach (var one in characters[..^1]) sum = (sum + one - '0') * 2 % 11;
        return (sum + (characters[^1] == 'X' ? 10 : characters[^1] - '0')) % 11 == 1;
    }

    /// <summary>ISO 7064, MOD 11,10 (hybrid).</summary>
    public static bool IsMod11Of10(ReadOnlySpan<char> digits)
    {
        var product = 10;
        foreach (var one in digits[..^1])
        {
            var sum = (one - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return (11 - product) % 10 == digits[^1] - '0';
    }

    /// <summary>NHS Data Dictionary, NHS NUMBER: weights 10 to 2; 11 less the remainder by 11, 11 as 0 and 10 invalid.</summary>
    public static bool IsNhs(ReadOnlySpan<char> digits) => (Weighted(digits[..9], "987654321", 1) + digits[9] - '0') % 11 == 0;

    /// <summary>INSEE: 97 less the remainder by 97 of the first 13, where Corsica's 2A counts as 19 and its 2B as 18.</summary>
    public static bool IsNir(ReadOnlySpan<char> characters)
    {
        Span<char> number = stackalloc char[15];
        characters.CopyTo(number);
        if (number[6] is 'A' or 'B') (number[5], number[6]) = ('1', number[6] == 'A' ? '9' : '8');
        return 97 - Mod97(number[..13]) == ((number[13] - '0') * 10) + number[14] - '0';
    }

    /// <summary>Receita Federal, CPF: two digits, each 11 less the remainder by 11 of weights that fall to 2; 10 and 11 as 0.</summary>
    public static bool IsCpf(ReadOnlySpan<char> digits) =>
        Brazilian(Weighted(digits[..9], "987654321", 1)) == digits[9] - '0' && Brazilian(Weighted(digits[..10], "9876543210", 2)) == digits[10] - '0';

    /// <summary>Receita Federal, CNPJ: as CPF, with weights 2 to 9 from the right; letters (since July 2026) count by their ASCII code less 48.</summary>
    public static bool IsCnpj(ReadOnlySpan<char> characters) =>
        Brazilian(Weighted(characters[..12], "543298765432", 0)) == characters[12] - '0' && Brazilian(Weighted(characters[..13], "6543298765432", 0)) == characters[13] - '0';

    /// <summary>Ministry of Internal Affairs and Communications, ordinance 85 of 2014, article 5: weights 6 to 2 and 7 to 2; 11 less the remainder by 11, 10 and 11 as 0.</summary>
    public static bool IsMyNumber(ReadOnlySpan<char> digits) => Brazilian(Weighted(digits[..11], "65432765432", 0)) == digits[11] - '0';

    /// <summary>ICAO 9303-3, 4.9: weights 7, 3, 1 again and again, letters counted as 10 to 35; the remainder by 10.</summary>
    public static bool IsIcao(ReadOnlySpan<char> characters)
    {
        var sum = 0;
        for (var index = 0; index < characters.Length - 1; index++)
            sum += (characters[index] <= '9' ? characters[index] - '0' : characters[index] - 'A' + 10) * (index % 3 == 0 ? 7 : index % 3 == 1 ? 3 : 1);
        return sum % 10 == characters[^1] - '0';
    }

    /// <summary>The sum of characters by weights, to each of which something is added.</summary>
    private static int Weighted(ReadOnlySpan<char> characters, string weights, int added)
    {
        var sum = 0;
        for (var index = 0; index < characters.Length; index++) sum += (characters[index] - '0') * (weights[index] - '0' + added);
        return sum;
    }

    private static int Brazilian(int sum) => sum % 11 < 2 ? 0 : 11 - (sum % 11);
}
