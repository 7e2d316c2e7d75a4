using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Configuration;

/// <summary>
/// A section of a long configuration, read in one walk over what the providers hold. The framework's own section sorts all keys below it
/// whenever it is asked for its children, the same name a hundred thousand times if need be, and looks each value up by its whole path.
/// </summary>
internal sealed class LongSection : IConfigurationSection
{
    /// <summary>From so many keys on. What is shorter is read by the framework's own section.</summary>
    public const int Length = 1000;

    private readonly LongSection? _parent;
    private readonly string? _path;

    // Keys 0, 1, 2 and so on, as far as none is missing; the others, if there are any, by name.
    private readonly List<LongSection> _items = [];
    private Dictionary<string, LongSection>? _others;
    private LongSection? _last;

    private LongSection(LongSection? parent, string key, string? path)
    {
        _parent = parent;
        _path = path;
        Key = key;
    }

    public string Key { get; }

    public string Path => _path ?? ConfigurationPath.Combine(_parent!.Path, Key);

    public string? Value { get; set; }

    /// <summary>Whether a provider has the key itself, be it with null.</summary>
    public bool HasValue { get; private set; }

    public string? this[string key]
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <param name="configuration">The section.</param>
    /// <param name="root">The app's configuration, which the section is probably one of; or null.</param>
    /// <returns>The same section, read; or itself where it is short, or where a provider may have more than can be seen.</returns>
    public static IConfiguration Read(IConfiguration configuration, IConfiguration? root) =>
        configuration is IConfigurationSection section && RootOf(section, root) is { } providers && TryRead(section, providers, Length, out var read) ? read : configuration;

    /// <returns>Whether the providers have as many keys at least, and all keys below the section could be seen.</returns>
    public static bool TryRead(IConfigurationSection section, IConfigurationRoot root, int length, out LongSection read)
    {
        read = new LongSection(null, section.Key, section.Path);
        var data = new List<IDictionary<string, string?>>();
        if (!TryCollect(root, section.Path, data))
        {
            return false;
        }

        var count = 0;
        foreach (var keys in data)
        {
            count += keys.Count;
        }

        if (count < length)
        {
            return false;
        }

        // A later provider overrides those before it.
        foreach (var keys in data)
        {
            foreach (var (key, value) in keys)
            {
                if (key.StartsWith(read.Path, StringComparison.OrdinalIgnoreCase) && (key.Length == read.Path.Length || key[read.Path.Length] == ':'))
                {
                    var below = read;
                    for (var start = read.Path.Length + 1; start <= key.Length;)
                    {
                        var rest = key.AsSpan(start);
                        var end = rest.IndexOf(':');
                        var name = end < 0 ? rest : rest[..end];
                        below = below.GetOrAdd(name);
                        start += name.Length + 1;
                    }

                    below.Value = value;
                    below.HasValue = true;
                }
            }
        }

        return true;
    }

    public IEnumerable<IConfigurationSection> GetChildren()
    {
        if (_others is null)
        {
            return _items;
        }

        var children = new List<LongSection>(_items);
        children.AddRange(_others.Values);
        children.Sort(static (one, other) => ConfigurationKeyComparer.Instance.Compare(one.Key, other.Key));
        return children;
    }

    public IChangeToken GetReloadToken() => throw new NotSupportedException();

    public IConfigurationSection GetSection(string key) => throw new NotSupportedException();

    private LongSection GetOrAdd(ReadOnlySpan<char> name)
    {
        // Keys that stand side by side have most of their path in common.
        if (_last is not null && name.Equals(_last.Key, StringComparison.OrdinalIgnoreCase))
        {
            return _last;
        }

        var isIndex = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && (name[0] != '0' || name.Length == 1);
        if (isIndex && index < _items.Count)
        {
            return _last = _items[index];
        }

        var key = name.ToString();
        if (_others?.TryGetValue(key, out var other) == true)
        {
            return _last = other;
        }

        _last = new LongSection(this, key, null);
        if (isIndex && index == _items.Count)
        {
            _items.Add(_last);
        }
        else
        {
            (_others ??= new(StringComparer.OrdinalIgnoreCase)).Add(key, _last);
        }

        return _last;
    }

    /// <summary>The data of the providers, in their order.</summary>
    /// <returns>False where another kind of provider has keys below the path: what it holds is known to itself alone.</returns>
    private static bool TryCollect(IConfigurationRoot root, string path, List<IDictionary<string, string?>> data)
    {
        foreach (var provider in root.Providers)
        {
            if (provider is ChainedConfigurationProvider { Configuration: IConfigurationRoot chained })
            {
                if (!TryCollect(chained, path, data))
                {
                    return false;
                }
            }
            else if (IsPlain(provider))
            {
                data.Add(DataOf((ConfigurationProvider)provider));
            }
            else if (provider.TryGet(path, out _) || HasAny(provider.GetChildKeys([], path)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Those of the framework, which have what their data has and nothing else; a class that is derived from one may decrypt it.</summary>
    private static bool IsPlain(IConfigurationProvider provider) =>
        provider.GetType() is var type && (type == typeof(JsonConfigurationProvider) || type == typeof(MemoryConfigurationProvider)
            || type == typeof(EnvironmentVariablesConfigurationProvider) || type == typeof(JsonStreamConfigurationProvider));

    private static bool HasAny(IEnumerable<string> keys)
    {
        foreach (var _ in keys)
        {
            return true;
        }

        return false;
    }

    /// <summary>The root that the section is of: the app's if both have the same token for the same moment.</summary>
    private static IConfigurationRoot? RootOf(IConfigurationSection section, IConfiguration? root)
    {
        if (root is IConfigurationRoot known && ReferenceEquals(known.GetReloadToken(), section.GetReloadToken()))
        {
            return known;
        }

        try
        {
            return section is ConfigurationSection of ? RootOf(of) : null;
        }
        catch (MissingFieldException)
        {
            // Another version of the framework: reading takes longer.
            return null;
        }
    }

    /// <summary>What classes that are derived from it see, and others cannot ask for without having it sorted.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Data")]
    private static extern IDictionary<string, string?> DataOf(ConfigurationProvider provider);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_root")]
    private static extern ref readonly IConfigurationRoot RootOf(ConfigurationSection section);
}
