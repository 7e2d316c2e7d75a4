using System.Collections.Concurrent;

namespace NamespaceOfApi;

/// <summary>What a client sends.</summary>
public sealed record OrderLine(string Item, int Quantity);

public sealed record Order(int Id, string Item, int Quantity);

/// <summary>The orders, in memory: put your own store here.</summary>
public sealed class OrderBook
{
    private readonly ConcurrentDictionary<int, Order> _orders = new() { [1] = new Order(1, "Espresso cups", 6) };

    public IReadOnlyCollection<Order> All => [.. _orders.Values.OrderBy(order => order.Id)];

    public Order? Find(int id) => _orders.GetValueOrDefault(id);

    public Order Put(int id, OrderLine line) => _orders[id] = new Order(id, line.Item, line.Quantity);
}
