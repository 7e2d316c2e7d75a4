using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Middleware;

/// <summary>The headers of a response that others share, until it changes its own: then it has a copy.</summary>
/// <param name="shared">Which nobody else may change.</param>
internal sealed class SharedHeaders(HeaderDictionary shared) : IHeaderDictionary
{
    private HeaderDictionary _headers = shared;
    private bool _isOwn;

    public ICollection<string> Keys => _headers.Keys;

    public ICollection<StringValues> Values => _headers.Values;

    public int Count => _headers.Count;

    public bool IsReadOnly => false;

    public long? ContentLength
    {
        get => _headers.ContentLength;
        set => Own().ContentLength = value;
    }

    public StringValues this[string key]
    {
        get => _headers[key];
        set => Own()[key] = value;
    }

    public bool ContainsKey(string key) => _headers.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out StringValues value) => _headers.TryGetValue(key, out value);

    public bool Contains(KeyValuePair<string, StringValues> item) => _headers.Contains(item);

    public void CopyTo(KeyValuePair<string, StringValues>[] array, int arrayIndex) => _headers.CopyTo(array, arrayIndex);

    public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator() => ((IHeaderDictionary)_headers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Add(string key, StringValues value) => Own().Add(key, value);

    public void Add(KeyValuePair<string, StringValues> item) => Own().Add(item);

    public bool Remove(string key) => Own().Remove(key);

    public bool Remove(KeyValuePair<string, StringValues> item) => Own().Remove(item);

    public void Clear() => Own().Clear();

    private HeaderDictionary Own()
    {
        if (!_isOwn)
        {
            var copy = new HeaderDictionary(_headers.Count);
            foreach (var (name, value) in _headers)
            {
                copy[name] = value;
            }

            _headers = copy;
            _isOwn = true;
        }

        return _headers;
    }
}
