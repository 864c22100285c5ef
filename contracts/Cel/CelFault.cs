namespace AiGateway.Contracts.Cel;

/// <summary>Why a condition has no value. A condition without a value does not hold.</summary>
public enum CelFault
{
    /// <summary>It has one.</summary>
    None,

    /// <summary>A map has no such key.</summary>
    NoSuchKey,

    /// <summary>A list has no such place.</summary>
    NoSuchIndex,

    /// <summary>A whole number left its 64 bits.</summary>
    Overflow,

    /// <summary>A whole number was divided by zero.</summary>
    DivideByZero,

    /// <summary>A value that was known only now is not of the kind that its operator takes.</summary>
    WrongType,

    /// <summary>The evaluation cost more than <see cref="CelBounds.Cost"/>.</summary>
    CostExceeded,
}
