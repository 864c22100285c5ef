using System.Runtime.InteropServices;

namespace AiGateway.Contracts.Cel;

/// <summary>A value of an expression. Numbers and truth need no memory of their own.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct CelValue
{
    private readonly long _bits;
    private readonly object? _held;

    private CelValue(CelKind kind, long bits, object? held = null) => (Kind, _bits, _held) = (kind, bits, held);

    /// <summary>Nothing.</summary>
    public static CelValue Null => default;

    /// <summary>What it is; <see cref="CelKind.Fault"/> where there is no value.</summary>
    public CelKind Kind { get; }

    internal bool AsBool => _bits != 0;

    internal long AsInt => _bits;

    internal double AsDouble => BitConverter.Int64BitsToDouble(_bits);

    internal string AsString => (string)_held!;

    internal IReadOnlyList<CelValue> AsList => (IReadOnlyList<CelValue>)_held!;

    internal IReadOnlyDictionary<string, CelValue> AsMap => (IReadOnlyDictionary<string, CelValue>)_held!;

    internal CelFault AsFault => (CelFault)_bits;

    internal bool IsFault => Kind == CelKind.Fault;

    /// <summary>Whether it is what an absent variable stands for: null, false, zero, or empty.</summary>
    internal bool IsEmpty => Kind switch
    {
        CelKind.String => AsString.Length == 0,
        CelKind.List => AsList.Count == 0,
        CelKind.Map => AsMap.Count == 0,
        _ => _bits == 0,
    };

    /// <summary>A truth.</summary>
    public static CelValue Of(bool value) => new(CelKind.Bool, value ? 1 : 0);

    /// <summary>A whole number.</summary>
    public static CelValue Of(long value) => new(CelKind.Int, value);

    /// <summary>A number with a fraction.</summary>
    public static CelValue Of(double value) => new(CelKind.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A text; null for the empty one.</summary>
    public static CelValue Of(string? value) => new(CelKind.String, 0, value ?? "");

    /// <summary>A list.</summary>
    public static CelValue Of(IReadOnlyList<CelValue> values) => new(CelKind.List, 0, values);

    /// <summary>A map.</summary>
    public static CelValue Of(IReadOnlyDictionary<string, CelValue> values) => new(CelKind.Map, 0, values);

    /// <summary>No value.</summary>
    public static CelValue Of(CelFault fault) => new(CelKind.Fault, (long)fault);
}
