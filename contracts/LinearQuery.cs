#pragma warning disable IDE0130 // Around the houses' namespaces, so that it is found there before System.Linq's: by contracts, operator and sidecar, and by nobody else.
namespace AiGateway;
#pragma warning restore IDE0130

/// <summary>
/// Queries, for what is compiled ahead of time. The framework's own Select (before .NET 10's size-optimised one) asks the query before it to go on, through a generic method that is virtual: each struct that
/// comes out of any query is then compiled with each that goes into one, hundreds of KB for every one that is added. Its others bring, for each type that they are asked for, all that may be asked of them in turn:
/// six types, written out at the start, and for a struct their code as well. These cost what they are used for.
/// </summary>
internal static class LinearQuery
{
    /// <summary>What <paramref name="selector"/> makes of each of <paramref name="source"/>, in its order, one by one as they are asked for.</summary>
    public static IEnumerable<TResult> Select<TSource, TResult>(this IEnumerable<TSource> source, Func<TSource, TResult> selector)
    {
        foreach (var item in source) yield return selector(item);
    }

    /// <summary>Those of <paramref name="source"/> that <paramref name="predicate"/> holds for, in its order, one by one as they are asked for.</summary>
    public static IEnumerable<TSource> Where<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)
    {
        foreach (var item in source)
        {
            if (predicate(item)) yield return item;
        }
    }

    /// <summary>All that <paramref name="selector"/> makes of each of <paramref name="source"/>, in its order, one by one as they are asked for.</summary>
    public static IEnumerable<TResult> SelectMany<TSource, TResult>(this IEnumerable<TSource> source, Func<TSource, IEnumerable<TResult>> selector)
    {
        foreach (var item in source)
        {
            foreach (var result in selector(item)) yield return result;
        }
    }

    /// <summary>Those of <paramref name="first"/>, then those of <paramref name="second"/>, one by one as they are asked for.</summary>
    public static IEnumerable<TSource> Concat<TSource>(this IEnumerable<TSource> first, IEnumerable<TSource> second)
    {
        foreach (var item in first) yield return item;
        foreach (var item in second) yield return item;
    }
}
