import { expect, test } from 'vitest';
import { cardFields, cardInputs, cardTables, newCard } from '../../../shared/cases/cards.ts';
import { descriptions } from '../../../shared/cases/contents.ts';
import { aCase, aCompleteCase } from '../../helpers/builders.ts';

const ID = '01990000-0000-7000-8000-0000000000c1';

test('a card asks for nothing that it has no input for', () => {
  const wrong = cardTables.flatMap((table) =>
    Object.entries(descriptions[table].fields).flatMap(([name, { input }]) =>
      cardInputs.includes(input.kind) ? [] : [`${table}.${name} (${input.kind})`],
    ),
  );
  expect(wrong, `a card has inputs for ${cardInputs.join(', ')}`).toEqual([]);
});

test('a card that is added is a row of its table, and says of its fields only what it cannot be without', () => {
  const contents = aCompleteCase().withSystem({}).withSystem({}).build();
  for (const table of cardTables) {
    const row = newCard(table, ID, contents);
    expect(descriptions[table].schema.safeParse(row).error?.issues ?? [], table).toEqual([]);
    for (const [name, { given, empty }] of cardFields(table))
      if (!given) expect(row?.[name], `${table}.${name}`).toEqual(empty);
  }
});

test('a link is offered once there are two systems, and is then between them', () => {
  const contents = aCase().withSystem({}).build();
  expect(newCard('links', ID, contents)).toBeNull();
  const two = aCase().withSystem({}).withSystem({}).build();
  expect(newCard('links', ID, two)).toMatchObject({
    fromId: two.systems[0]?.id,
    toId: two.systems[1]?.id,
    kind: 'sip-trunk',
  });
});
