using Microsoft.Extensions.Configuration;

namespace CorsKit.Tests.Configuration;

/// <summary>A configuration whose values a test changes, with or without a word of it.</summary>
internal sealed class ChangingSource : ConfigurationProvider, IConfigurationSource
{
    private Dictionary<string, string?>? _pending;

    public string? this[string key]
    {
        get => Data[key];
        set => Data[key] = value;
    }

    /// <summary>How often the provider was asked to read its values.</summary>
    public int Loads { get; private set; }

    /// <summary>What reading the values throws.</summary>
    public Exception? Failure { get; set; }

    public bool ContainsKey(string key) => Data.ContainsKey(key);

    /// <summary>Changes and tells, as a provider does that watches its store.</summary>
    public void Change(params (string Key, string? Value)[] values)
    {
        // A new dictionary: readers on other threads see the old settings or the new ones.
        Data = With(values);
        OnReload();
    }

    /// <summary>Changes what the store holds; the provider knows when it reads it again, as one does whose timer stands still.</summary>
    public void ChangeUnseen(params (string Key, string? Value)[] values) => _pending = With(values);

    /// <summary>Runs while the provider reads its values.</summary>
    public Action WhileLoading { get; set; } = static () => { };

    public override void Load()
    {
        Loads++;
        WhileLoading();
        Data = Failure is not null ? throw Failure : _pending ?? Data;
    }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    private Dictionary<string, string?> With((string Key, string? Value)[] values)
    {
        var data = new Dictionary<string, string?>(Data, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in values)
        {
            if (value is null)
            {
                data.Remove(key);
            }
            else
            {
                data[key] = value;
            }
        }

        return data;
    }
}
