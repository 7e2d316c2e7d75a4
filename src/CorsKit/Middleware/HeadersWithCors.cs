using System.Collections;
using System.Diagnostics.CodeAnalysis;
using CorsKit.Policies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Middleware;

/// <summary>
/// The headers of a response, and behind them those of a verdict, which lie in no hash table: the host of a Lambda function only
/// enumerates them. Before anybody changes one, all are copied to a table.
/// </summary>
/// <param name="own">Those of the response: <see cref="CorsResponseHeaders.CanFollow"/>.</param>
/// <param name="origin">The verdict on the origin.</param>
/// <param name="answer">The answer to a preflight; null for the response to an actual request.</param>
internal sealed class HeadersWithCors(HeaderDictionary own, OriginVerdict origin, PreflightAnswer? answer) : IHeaderDictionary
{
    private HeaderDictionary? _all;

    public ICollection<string> Keys => List().ConvertAll(static header => header.Key);

    public ICollection<StringValues> Values => List().ConvertAll(static header => header.Value);

    public int Count => List().Count;

    public bool IsReadOnly => false;

    public long? ContentLength
    {
        get => (_all ?? own).ContentLength;
        set => All().ContentLength = value;
    }

    public StringValues this[string key]
    {
        get => TryGetValue(key, out var value) ? value : default;
        set => All()[key] = value;
    }

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out StringValues value)
    {
        if (_all is not null)
        {
            return _all.TryGetValue(key, out value);
        }

        if (own.TryGetValue(key, out value))
        {
            return true;
        }

        for (var i = CorsResponseHeaders.First(origin); i < CorsResponseHeaders.Count; i++)
        {
            var (name, header) = CorsResponseHeaders.Get(i, origin, answer);
            if (header is not null && name.Equals(key, StringComparison.OrdinalIgnoreCase))
            {
                value = header;
                return true;
            }
        }

        return false;
    }

    public bool Contains(KeyValuePair<string, StringValues> item) => TryGetValue(item.Key, out var value) && value == item.Value;

    public void CopyTo(KeyValuePair<string, StringValues>[] array, int arrayIndex) => List().CopyTo(array, arrayIndex);

    public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator() => _all is not null ? ((IHeaderDictionary)_all).GetEnumerator() : new Enumerator(own, origin, answer);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Add(string key, StringValues value) => All().Add(key, value);

    public void Add(KeyValuePair<string, StringValues> item) => All().Add(item);

    public bool Remove(string key) => All().Remove(key);

    public bool Remove(KeyValuePair<string, StringValues> item) => All().Remove(item);

    public void Clear() => All().Clear();

    /// <summary>Reading changes nothing: it may be done while the headers are enumerated.</summary>
    private List<KeyValuePair<string, StringValues>> List()
    {
        var list = new List<KeyValuePair<string, StringValues>>();
        foreach (var header in this)
        {
            list.Add(header);
        }

        return list;
    }

    /// <summary>A table of its own: whoever enumerates goes on with what was there, as the framework lets it where one is removed.</summary>
    private HeaderDictionary All()
    {
        if (_all is null)
        {
            var all = new HeaderDictionary();
            foreach (var (name, value) in this)
            {
                all[name] = value;
            }

            _all = all;
        }

        return _all;
    }

    /// <summary>First the response's own. It is on the way of every response, and what <c>yield</c> makes is slower.</summary>
    private sealed class Enumerator(HeaderDictionary own, OriginVerdict origin, PreflightAnswer? answer) : IEnumerator<KeyValuePair<string, StringValues>>
    {
        private HeaderDictionary.Enumerator _own = own.GetEnumerator();
        private bool _isPastOwn;
        private int _next = CorsResponseHeaders.First(origin);

        public KeyValuePair<string, StringValues> Current { get; private set; }

        object IEnumerator.Current => Current;

        public bool MoveNext()
        {
            if (!_isPastOwn)
            {
                if (_own.MoveNext())
                {
                    Current = _own.Current;
                    return true;
                }

                _isPastOwn = true;
            }

            while (_next < CorsResponseHeaders.Count)
            {
                var (name, value) = CorsResponseHeaders.Get(_next++, origin, answer);
                if (value is not null)
                {
                    Current = new KeyValuePair<string, StringValues>(name, value);
                    return true;
                }
            }

            return false;
        }

        public void Reset() => throw new NotSupportedException();

        public void Dispose() => _own.Dispose();
    }
}
