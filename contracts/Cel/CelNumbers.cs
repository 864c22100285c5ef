using System.Globalization;

namespace AiGateway.Contracts.Cel;

/// <summary>Numbers as CEL has them: whole numbers that never wrap, and comparison on one line of numbers whatever their kinds.</summary>
internal static class CelNumbers
{
    /// <summary>Two to the 63rd: the first that no whole number reaches.</summary>
    private const double Beyond = 9223372036854775808.0;

    public static bool TryRead(string text, bool negative, out long value)
    {
        value = 0;
        var hexadecimal = text.StartsWith("0x", StringComparison.Ordinal);
        if (!ulong.TryParse(hexadecimal ? text.AsSpan(2) : text, hexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            return false;
        value = negative ? unchecked(-(long)size) : (long)size;
        return size <= (negative ? (ulong)long.MaxValue + 1 : long.MaxValue);
    }

    /// <summary>Null where one is not a number.</summary>
    public static int? Compare(CelValue left, CelValue right) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) => left.AsInt.CompareTo(right.AsInt),
        (CelKind.Int, CelKind.Double) => Compare(left.AsInt, right.AsDouble),
        (CelKind.Double, CelKind.Int) => -Compare(right.AsInt, left.AsDouble),
        _ when double.IsNaN(left.AsDouble) || double.IsNaN(right.AsDouble) => null,
        _ => left.AsDouble < right.AsDouble ? -1 : left.AsDouble > right.AsDouble ? 1 : 0,
    };

    public static CelValue Calculate(CelOp op, CelValue left, CelValue right)
    {
        if (left.Kind == CelKind.Double && right.Kind == CelKind.Double && op != CelOp.Modulo) return CelValue.Of(Calculate(op, left.AsDouble, right.AsDouble));
        if (left.Kind != CelKind.Int || right.Kind != CelKind.Int) return CelValue.Of(CelFault.WrongType);
        if (right.AsInt == 0 && op is CelOp.Divide or CelOp.Modulo) return CelValue.Of(CelFault.DivideByZero);
        return TryCalculate(op, left.AsInt, right.AsInt, out var result) ? CelValue.Of(result) : CelValue.Of(CelFault.Overflow);
    }

    public static CelValue Negate(CelValue value) => value.Kind switch
    {
        CelKind.Double => CelValue.Of(-value.AsDouble),
        CelKind.Int => value.AsInt == long.MinValue ? CelValue.Of(CelFault.Overflow) : CelValue.Of(-value.AsInt),
        _ => CelValue.Of(CelFault.WrongType),
    };

    private static int? Compare(long left, double right)
    {
        if (double.IsNaN(right)) return null;
        if (right >= Beyond) return -1;
        if (right < -Beyond) return 1;
        var whole = (long)right;
        return left != whole ? left.CompareTo(whole) : 0.0.CompareTo(right - whole);
    }

    private static double Calculate(CelOp op, double left, double right) => op switch
    {
        CelOp.Add => left + right,
        CelOp.Subtract => left - right,
        CelOp.Multiply => left * right,
        _ => left / right,
    };

    /// <summary>False where the result does not fit; 128 bits hold every one.</summary>
    private static bool TryCalculate(CelOp op, long left, long right, out long result)
    {
        var wide = op switch
        {
            CelOp.Add => (Int128)left + right,
            CelOp.Subtract => (Int128)left - right,
            CelOp.Multiply => (Int128)left * right,
            CelOp.Divide => (Int128)left / right,
            _ => (Int128)left % right,
        };
        result = unchecked((long)wide);
        return result == wide;
    }
}
