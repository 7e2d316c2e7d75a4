using System.Collections;
using System.Diagnostics.CodeAnalysis;
using CorsKit.Policies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Middleware;

/// <summary>
/// The headers of a response, and behind them those of a verdict, which lie in no hash table: the host of a Lambda function only
/// enumerates them. They are copied to the response's own before anybody changes one.
/// </summary>
/// <param name="own">Those of the response, of which none is one of the verdict's: <see cref="CorsResponseHeaders.AreMissing"/>.</param>
/// <param name="origin">The verdict on the origin.</param>
/// <param name="answer">The answer to a preflight; null for the response to an actual request.</param>
internal sealed class HeadersWithCors(HeaderDictionary own, OriginVerdict origin, PreflightAnswer? answer) : IHeaderDictionary
{
    private bool _areCopied;

    public ICollection<string> Keys => All().Keys;

    public ICollection<StringValues> Values => All().Values;

    public int Count => All().Count;

    public bool IsReadOnly => own.IsReadOnly;

    public long? ContentLength
    {
        get => All().ContentLength;
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
        if (own.TryGetValue(key, out value))
        {
            return true;
        }

        for (var i = 0; i < CorsResponseHeaders.Count && !_areCopied; i++)
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

    public bool Contains(KeyValuePair<string, StringValues> item) => All().Contains(item);

    public void CopyTo(KeyValuePair<string, StringValues>[] array, int arrayIndex) => All().CopyTo(array, arrayIndex);

    public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator() => _areCopied ? ((IHeaderDictionary)own).GetEnumerator() : new Enumerator(own, origin, answer);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Add(string key, StringValues value) => All().Add(key, value);

    public void Add(KeyValuePair<string, StringValues> item) => All().Add(item);

    public bool Remove(string key) => All().Remove(key);

    public bool Remove(KeyValuePair<string, StringValues> item) => All().Remove(item);

    public void Clear() => All().Clear();

    private HeaderDictionary All()
    {
        if (!_areCopied)
        {
            _areCopied = true;
            CorsResponseHeaders.Write(own, origin, answer);
        }

        return own;
    }

    /// <summary>First the response's own. It is on the way of every response, and what <c>yield</c> makes is slower.</summary>
    private sealed class Enumerator(HeaderDictionary own, OriginVerdict origin, PreflightAnswer? answer) : IEnumerator<KeyValuePair<string, StringValues>>
    {
        private HeaderDictionary.Enumerator _own = own.GetEnumerator();
        private bool _isPastOwn = own.Count == 0;
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
