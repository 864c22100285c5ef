#pragma warning disable IDE0130 // Around both houses' namespaces, so that it is found there before System.Linq's: compiled into contracts and into the sidecar, seen by nobody else.
namespace AiGateway;
#pragma warning restore IDE0130

/// <summary>
/// Select, for what is compiled ahead of time. The framework's own (before .NET 10's size-optimised one) asks the query before it to go on, through a generic method that is virtual: each struct that
/// comes out of any query is then compiled with each that goes into one, hundreds of KB for every one that is added. This one costs what it is used for.
/// </summary>
internal static class LinearSelect
{
    /// <summary>What <paramref name="selector"/> makes of each of <paramref name="source"/>, in its order, one by one as they are asked for.</summary>
    public static IEnumerable<TResult> Select<TSource, TResult>(this IEnumerable<TSource> source, Func<TSource, TResult> selector)
    {
        foreach (var item in source) yield return selector(item);
    }
}
